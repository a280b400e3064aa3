"""Queues: first in first out, by priority, last in first out; joined and shut down."""

from asyncio import *
from virtual_loop import *


def queue_of(*items, maxsize=0):
    queue = Queue(maxsize)
    for item in items:
        queue.put_nowait(item)
    return queue


async def taking(name, queue):
    say(name, "took", await queue.get())


async def putting(item, queue):
    await queue.put(item)
    say("put", item)


async def items_come_out_first_in_first_out():
    queue = queue_of(1, 2, 3)
    say(queue.qsize(), queue.empty(), queue.full())
    say([await queue.get() for _ in range(3)])
    say(queue.qsize(), queue.empty(), queue.full())


async def getters_wait_in_line():
    queue = Queue()
    tasks = [create_task(taking(name, queue)) for name in "abc"]
    for item in range(3):
        await sleep(ms(10))
        await queue.put(item)
    await wait(tasks)


async def putters_wait_in_line_where_it_is_full():
    queue = queue_of(0, maxsize=1)
    tasks = [create_task(putting(item, queue)) for item in range(1, 4)]
    for _ in range(4):
        await sleep(ms(10))
        say("took", await queue.get())
    await wait(tasks)


async def a_put_where_there_is_room_does_not_yield():
    queue = Queue()
    task = create_task(taking("a", queue))
    await queue.put(1)
    say("put")
    await task


async def a_queue_is_not_handed_over_and_the_woken_waits_again_at_the_tail():
    queue = Queue()
    tasks = [create_task(taking(name, queue)) for name in "ab"]
    await sleep(0)
    queue.put_nowait(1)
    say("snatched", queue.get_nowait())
    await sleep(ms(10))
    queue.put_nowait(2)
    queue.put_nowait(3)
    await wait(tasks)


async def a_getter_cancelled_after_its_wake_loses_no_item():
    queue = Queue()
    tasks = [create_task(taking(name, queue)) for name in "ab"]
    await sleep(0)
    queue.put_nowait(1)
    tasks[0].cancel()
    await wait(tasks)


async def the_only_getter_cancelled_after_its_wake_leaves_the_item():
    queue = Queue()
    task = create_task(taking("a", queue))
    await sleep(0)
    queue.put_nowait(1)
    task.cancel()
    await wait([task])
    say(queue.qsize(), queue.get_nowait())


async def a_putter_cancelled_after_its_wake_passes_it_on():
    queue = queue_of(0, maxsize=1)
    tasks = [create_task(putting(item, queue)) for item in [1, 2]]
    await sleep(0)
    say(queue.get_nowait())
    tasks[0].cancel()
    await wait(tasks)
    say(queue.qsize(), queue.get_nowait())


async def a_cancelled_putter_puts_nothing():
    queue = queue_of(0, maxsize=1)
    task = create_task(putting(1, queue))
    await sleep(ms(1))
    task.cancel()
    await wait([task])
    say(queue.get_nowait(), queue.qsize())


async def two_puts_of_one_pass_wake_two_getters():
    queue = Queue()
    tasks = [create_task(taking(name, queue)) for name in "abc"]
    await sleep(0)
    queue.put_nowait(1)
    queue.put_nowait(2)
    await sleep(ms(10))
    say([task.done() for task in tasks])
    queue.put_nowait(3)
    await wait(tasks)


async def nowait_fails_where_one_would_have_to_wait():
    queue = Queue(1)
    try:
        queue.get_nowait()
    except QueueEmpty as error:
        say(error)
    queue.put_nowait(1)
    try:
        queue.put_nowait(2)
    except QueueFull as error:
        say(error)
    say(queue.qsize(), queue.maxsize)


async def join_waits_until_all_is_done():
    queue = queue_of(1, 2)

    async def worker():
        for _ in range(2):
            await queue.get()
            await sleep(ms(10))
            queue.task_done()
            say("done")

    worker = create_task(worker())
    await queue.join()
    say("joined")
    await worker


async def join_does_not_yield_where_nothing_is_left():
    create_task(putting(1, Queue()))
    await Queue().join()
    say("joined")
    await sleep(0)


async def one_task_done_too_many_is_an_error():
    queue = queue_of(1)
    queue.get_nowait()
    queue.task_done()
    try:
        queue.task_done()
    except ValueError as error:
        say(error)


async def who_joins_goes_on_though_more_came_meanwhile():
    queue = queue_of(1)

    async def joiner():
        await queue.join()
        say("joined with", queue.qsize())

    task = create_task(joiner())
    await sleep(0)
    queue.get_nowait()
    queue.task_done()
    queue.put_nowait(2)
    await task


async def a_sentinel_ends_one_consumer():
    queue = Queue()

    async def consumer(name):
        while (item := await queue.get()) is not None:
            say(name, item)
        say(name, "ends")

    tasks = [create_task(consumer(name)) for name in "ab"]
    for item in [1, 2, 3, None, None]:
        await queue.put(item)
        await sleep(ms(1))
    await wait(tasks)


async def a_producer_and_a_slow_consumer_keep_step():
    queue = Queue(2)

    async def producer():
        for n in range(5):
            await queue.put(n)
            say("put", n)

    async def consumer():
        for _ in range(5):
            say("got", await queue.get())
            await sleep(ms(10))

    await gather(producer(), consumer())


async def a_priority_queue_gives_the_smallest_first():
    queue = PriorityQueue()
    for item in [(2, "b"), (3, "c"), (1, "z"), (1, "a")]:
        queue.put_nowait(item)
    say([queue.get_nowait() for _ in range(4)])


async def a_lifo_queue_gives_the_last_first():
    queue = LifoQueue(3)
    for item in range(3):
        queue.put_nowait(item)
    say(queue.full(), [queue.get_nowait() for _ in range(3)])


async def a_timeout_of_get_leaves_the_line():
    queue = Queue()
    try:
        async with timeout(ms(10)):
            await queue.get()
    except TimeoutError:
        say("timed out")
    task = create_task(taking("a", queue))
    await sleep(0)
    queue.put_nowait(1)
    await task


async def an_item_and_the_limit_of_one_moment_lose_no_item():
    queue = Queue()
    get_running_loop().call_later(ms(10), queue.put_nowait, 1)
    try:
        async with timeout(ms(10)):
            say("got", await queue.get())
    except TimeoutError:
        say("timed out")
    say("left", queue.qsize())


@since(3, 13)
async def a_queue_that_was_shut_down_gives_out_what_it_has():
    queue = queue_of(1, 2)
    queue.shutdown()
    say(await outcome(queue.put(3)))
    say(await queue.get(), queue.get_nowait())
    say(await outcome(queue.get()))
    try:
        queue.get_nowait()
    except QueueShutDown as error:
        say(error)
    try:
        queue.put_nowait(4)
    except QueueShutDown as error:
        say(error)


@since(3, 13)
async def a_shutdown_tells_getters():
    queue = Queue()

    async def getter(name):
        say(name, await outcome(queue.get()))

    tasks = [create_task(getter(name)) for name in "ab"]
    await sleep(ms(1))
    queue.shutdown()
    say("shut down")
    await wait(tasks)


@since(3, 13)
async def a_shutdown_tells_putters():
    queue = queue_of(0, maxsize=1)

    async def putter(item):
        say(item, await outcome(queue.put(item)))

    tasks = [create_task(putter(item)) for item in [1, 2]]
    await sleep(ms(1))
    queue.shutdown()
    await wait(tasks)
    say(queue.qsize(), await queue.get())


@since(3, 13)
async def join_waits_for_what_is_left_after_a_shutdown():
    queue = queue_of(1, 2)

    async def joiner():
        await queue.join()
        say("joined")

    task = create_task(joiner())
    await sleep(ms(1))
    queue.shutdown()
    for _ in range(2):
        await sleep(ms(10))
        say(queue.get_nowait())
        queue.task_done()
    await task


@since(3, 13)
async def an_immediate_shutdown_throws_all_away():
    queue = queue_of(1, 2)

    async def joiner():
        await queue.join()
        say("joined")

    task = create_task(joiner())
    await sleep(ms(1))
    queue.shutdown(immediate=True)
    say(queue.qsize(), await outcome(queue.get()))
    await task


@since(3, 13)
async def an_immediate_shutdown_waits_for_what_is_in_work():
    queue = queue_of(1, 2)

    async def worker():
        await queue.get()
        await sleep(ms(10))
        say("done")
        queue.task_done()

    worker = create_task(worker())
    await sleep(ms(1))
    queue.shutdown(immediate=True)
    await queue.join()
    say("joined")


@since(3, 13)
async def a_second_shutdown_may_be_immediate():
    queue = queue_of(1, 2)
    queue.shutdown()
    queue.shutdown(immediate=True)
    say(queue.qsize(), await outcome(queue.get()))
    await queue.join()
    say("joined")
