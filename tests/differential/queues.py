"""Queues: all orders, `join` and `shutdown`."""

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


async def items_are_returned_first_in_first_out():
    queue = queue_of(1, 2, 3)
    say(queue.qsize(), queue.empty(), queue.full())
    say([await queue.get() for _ in range(3)])
    say(queue.qsize(), queue.empty(), queue.full())


async def getters_wait_in_order():
    queue = Queue()
    tasks = [create_task(taking(name, queue)) for name in "abc"]
    for item in range(3):
        await sleep(ms(10))
        await queue.put(item)
    await wait(tasks)


async def putters_wait_in_order_while_the_queue_is_full():
    queue = queue_of(0, maxsize=1)
    tasks = [create_task(putting(item, queue)) for item in range(1, 4)]
    for _ in range(4):
        await sleep(ms(10))
        say("took", await queue.get())
    await wait(tasks)


async def a_put_into_a_queue_that_is_not_full_does_not_yield():
    queue = Queue()
    task = create_task(taking("a", queue))
    await queue.put(1)
    say("put")
    await task


async def a_woken_getter_whose_item_was_taken_waits_again_at_the_end():
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


async def a_putter_cancelled_after_its_wake_wakes_the_next():
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


async def nowait_fails_instead_of_waiting():
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


async def join_waits_until_all_items_are_done():
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


async def join_does_not_yield_if_no_item_is_unfinished():
    create_task(putting(1, Queue()))
    await Queue().join()
    say("joined")
    await sleep(0)


async def too_many_calls_of_task_done_are_an_error():
    queue = queue_of(1)
    queue.get_nowait()
    queue.task_done()
    try:
        queue.task_done()
    except ValueError as error:
        say(error)


async def join_returns_even_if_items_were_put_meanwhile():
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


async def a_producer_waits_for_a_slow_consumer():
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


async def a_priority_queue_returns_the_smallest_item_first():
    queue = PriorityQueue()
    for item in [(2, "b"), (3, "c"), (1, "z"), (1, "a")]:
        queue.put_nowait(item)
    say([queue.get_nowait() for _ in range(4)])


async def a_lifo_queue_returns_the_last_item_first():
    queue = LifoQueue(3)
    for item in range(3):
        queue.put_nowait(item)
    say(queue.full(), [queue.get_nowait() for _ in range(3)])


async def a_getter_that_times_out_stops_waiting():
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


async def an_item_and_a_timeout_at_the_same_time_lose_no_item():
    queue = Queue()
    get_running_loop().call_later(ms(10), queue.put_nowait, 1)
    try:
        async with timeout(ms(10)):
            say("got", await queue.get())
    except TimeoutError:
        say("timed out")
    say("left", queue.qsize())


@since(3, 13)
async def a_queue_that_was_shut_down_returns_its_items():
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
async def a_shutdown_wakes_getters():
    queue = Queue()

    async def getter(name):
        say(name, await outcome(queue.get()))

    tasks = [create_task(getter(name)) for name in "ab"]
    await sleep(ms(1))
    queue.shutdown()
    say("shut down")
    await wait(tasks)


@since(3, 13)
async def a_shutdown_wakes_putters():
    queue = queue_of(0, maxsize=1)

    async def putter(item):
        say(item, await outcome(queue.put(item)))

    tasks = [create_task(putter(item)) for item in [1, 2]]
    await sleep(ms(1))
    queue.shutdown()
    await wait(tasks)
    say(queue.qsize(), await queue.get())


@since(3, 13)
async def join_waits_for_unfinished_items_after_a_shutdown():
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
async def an_immediate_shutdown_removes_all_items():
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
async def join_waits_for_items_in_progress_after_an_immediate_shutdown():
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
async def a_second_shutdown_can_be_immediate():
    queue = queue_of(1, 2)
    queue.shutdown()
    queue.shutdown(immediate=True)
    say(queue.qsize(), await outcome(queue.get()))
    await queue.join()
    say("joined")
