"""Intended differences; the reasons are in `differences.rs`."""

from asyncio import *
from asyncio import TaskGroup
from virtual_loop import *


async def closing(name, delay):
    try:
        await sleep(ms(60_000))
    finally:
        await sleep(ms(delay))
        say(name, "closed")


async def failing_to_close(name, delay):
    try:
        await sleep(ms(60_000))
    finally:
        await sleep(ms(delay))
        raise Failure(name)


async def timers_with_equal_deadlines_fire_in_the_order_of_creation():
    loop = get_running_loop()
    for n in range(6):
        loop.call_at(ms(10), say, n)
    await sleep(ms(20))


async def items_of_equal_priority_are_returned_in_the_order_of_put():
    class Job:
        def __init__(self, priority, name):
            self.priority, self.name = priority, name

        def __lt__(self, other):
            return self.priority < other.priority

    queue = PriorityQueue()
    for name in "abcdef":
        queue.put_nowait(Job(1, name))
    say([queue.get_nowait().name for _ in range(6)])


async def a_cleanup_is_not_interrupted_by_a_second_request():
    task = create_task(closing("file", 10))
    await sleep(ms(1))
    task.cancel()
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_cancelled_task_is_cancelled_even_if_the_task_that_it_awaits_refuses():
    async def stubborn():
        try:
            await sleep(ms(60_000))
        except CancelledError:
            await sleep(ms(5))
            return "refused"

    inner = create_task(stubborn())

    async def outer():
        return await inner

    outer = create_task(outer())
    await sleep(ms(1))
    outer.cancel()
    say(await outcome(outer))
    say(await inner)


async def a_cancellation_takes_one_more_pass_for_each_task_in_a_chain():
    async def waits():
        try:
            await sleep(ms(60_000))
        finally:
            say("innermost")

    async def awaits(task):
        await task

    task = create_task(waits())
    for _ in range(2):
        task = create_task(awaits(task))
    await sleep(ms(1))
    task.cancel()
    for n in range(7):
        say("pass", n, task.done())
        await sleep(0)


async def a_cancelled_gather_awaits_all_cleanups():
    async def all():
        await gather(closing("a", 10), closing("b", 30))

    task = create_task(all())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))
    await sleep(ms(40))


async def a_cancelled_gather_is_cancelled_even_if_a_cleanup_fails():
    async def all():
        await gather(failing_to_close("a", 10))

    task = create_task(all())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_cancelled_group_is_cancelled_even_if_a_cleanup_fails():
    async def run():
        async with TaskGroup() as group:
            group.create_task(failing_to_close("a", 10))

    task = create_task(run())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


@since(3, 13)
async def a_cancelled_waiter_wakes_another_only_if_it_was_notified():
    condition = Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            say(name)

    tasks = [create_task(waiter(name)) for name in "ab"]
    await sleep(0)
    tasks[0].cancel()
    await sleep(ms(1))
    say("notify")
    async with condition:
        condition.notify()
    await wait(tasks)


@since(3, 12)
async def wait_for_with_a_limit_of_zero_starts_the_coroutine():
    async def body():
        say("begun")
        await sleep(ms(1))

    say(await outcome(wait_for(body(), 0)))


async def wait_without_tasks_returns_immediately():
    say(await outcome(wait([])))


async def a_result_that_was_moved_out_cannot_be_retrieved_again():
    async def child():
        return 42

    task = create_task(child())
    again = gather(task)
    say(await outcome(task))
    say(await outcome(again))


async def tasks_spawned_by_a_cleanup_at_the_end_run_to_their_end():
    async def late():
        await sleep(ms(5))
        say("late")

    async def child():
        try:
            await sleep(ms(60_000))
        finally:
            create_task(late())
            say("closed")

    create_task(child())
    await sleep(ms(1))
