"""Passes of the loop, timers, callbacks."""

from asyncio import *
from virtual_loop import *


async def passes_are_snapshots_of_the_ready_queue():
    async def steps(name):
        for n in range(3):
            say(name, n)
            await sleep(0)

    await gather(*map(steps, "abc"))


async def a_loop_of_yields_lets_due_timers_fire():
    get_running_loop().call_later(0, say, "timer")
    for n in range(4):
        say("yield", n)
        await sleep(0)


async def awaiting_a_coroutine_does_not_yield():
    async def other():
        say("other")

    async def inner():
        say("inner")

    create_task(other())
    await inner()
    say("main")
    await sleep(0)


async def awaiting_a_task_that_is_done_does_not_yield():
    async def other():
        say("other")

    async def quick():
        return 1

    quick = create_task(quick())
    await sleep(0)
    create_task(other())
    say(await quick)
    await sleep(0)


async def create_task_never_runs_inline():
    async def child():
        say("child")

    child = create_task(child())
    say("main, the child is done:", child.done())
    await child
    say("main, the child is done:", child.done())


async def the_shortest_sleep_ends_first():
    async def sleeper(delay):
        await sleep(ms(delay))
        say("slept", delay)

    await gather(*map(sleeper, [30, 10, 20]))


async def an_awaiting_task_continues_one_pass_after_the_end():
    async def child():
        say("child")

    async def counter():
        for n in range(4):
            say("pass", n)
            await sleep(0)

    child, counter = create_task(child()), create_task(counter())
    await child
    say("main")
    await counter


async def a_chain_of_awaits_takes_a_pass_for_each_link():
    async def counter():
        for n in range(6):
            say("pass", n)
            await sleep(0)

    async def link(before):
        if before:
            await before
        say("link")

    task = None
    for _ in range(3):
        task = create_task(link(task))
    counter = create_task(counter())
    await task
    await counter


async def a_sleeping_task_continues_one_pass_after_its_timer():
    async def sleeper():
        await sleep(ms(10))
        say("slept")
        await sleep(0)
        say("a pass later")

    loop = get_running_loop()
    task = create_task(sleeper())
    await sleep(0)
    loop.call_later(ms(10), say, "called")
    loop.call_later(ms(10), loop.call_soon, say, "called soon")
    await task


async def callbacks_and_tasks_share_one_queue():
    loop = get_running_loop()

    async def task(name):
        say("task", name)

    loop.call_soon(say, "callback 1")
    create_task(task("a"))
    loop.call_soon(say, "callback 2")
    create_task(task("b"))
    say("main")
    await sleep(0)
    say("main again")


async def a_callback_of_a_callback_runs_in_the_next_pass():
    loop = get_running_loop()

    def outer():
        say("outer")
        loop.call_soon(say, "inner")

    loop.call_soon(outer)
    loop.call_soon(say, "second")
    await sleep(0)
    say("main")
    await sleep(0)


async def a_cancelled_callback_is_not_called():
    loop = get_running_loop()
    soon = loop.call_soon(say, "never")
    later = loop.call_later(ms(10), say, "never")
    pending = loop.call_later(ms(10), say, "pending")
    soon.cancel()
    later.cancel()
    say(soon.cancelled(), later.cancelled(), pending.cancelled())
    await sleep(ms(20))
    pending.cancel()


async def a_callback_can_cancel_a_callback_of_the_same_pass():
    loop = get_running_loop()
    loop.call_soon(lambda: second.cancel())
    second = loop.call_soon(say, "never")
    loop.call_soon(say, "third")
    await sleep(0)
    say(second.cancelled())


async def callbacks_are_called_in_the_order_of_their_times():
    loop = get_running_loop()
    for delay in [30, 10, 20]:
        loop.call_later(ms(delay), say, "after", delay)
    loop.call_at(loop.time() + ms(15), say, "at 15")
    await sleep(ms(40))


async def a_time_in_the_past_is_due_in_the_next_pass():
    loop = get_running_loop()
    await sleep(ms(10))
    loop.call_at(ms(5), say, "past")
    loop.call_soon(say, "soon")
    await sleep(0)
    say("main")


async def a_sleep_of_zero_takes_one_pass():
    async def other():
        for n in range(3):
            say("other", n)
            await sleep(0)

    create_task(other())
    await sleep(0)
    say("main")
    await sleep(0)
    say("main")


async def tasks_continue_in_the_order_of_their_wakes():
    events = [Event() for _ in range(3)]

    async def waiter(n):
        await events[n].wait()
        say("waiter", n)

    tasks = [create_task(waiter(n)) for n in range(3)]
    await sleep(0)
    for n in [2, 0, 1]:
        events[n].set()
    await wait(tasks)


async def tasks_that_yield_and_woken_tasks_share_one_queue():
    event = Event()

    async def waiter():
        await event.wait()
        say("waiter")

    async def yielder():
        say("yielder sets")
        event.set()
        await sleep(0)
        say("yielder")

    await gather(waiter(), yielder())
