"""Locks and events."""

from asyncio import *
from virtual_loop import *


async def a_lock_is_first_in_first_out():
    lock = Lock()

    async def use(name):
        async with lock:
            say(name, "holds")
            await sleep(ms(10))

    await gather(*map(use, "abc"))


async def a_free_lock_is_acquired_without_yielding():
    lock = Lock()

    async def other():
        say("other")

    create_task(other())
    async with lock:
        say("held")
    say("released")
    await sleep(0)


async def no_task_acquires_the_lock_between_release_and_wake():
    lock = Lock()

    async def first():
        async with lock:
            await sleep(ms(10))
        say("first released, locked:", lock.locked())
        async with lock:
            say("first again")

    async def second():
        async with lock:
            say("second")

    await gather(first(), second())


async def a_cancelled_waiter_stops_waiting():
    lock = Lock()

    async def use(name):
        async with lock:
            say(name)
            await sleep(ms(10))

    tasks = [create_task(use(name)) for name in "abc"]
    await sleep(ms(5))
    tasks[1].cancel()
    say(await outcome(tasks[1]))
    await wait(tasks)


async def a_waiter_cancelled_after_its_wake_wakes_the_next():
    lock = Lock()
    await lock.acquire()

    async def use(name):
        async with lock:
            say(name)

    tasks = [create_task(use(name)) for name in "ab"]
    await sleep(0)
    lock.release()
    tasks[0].cancel()
    await wait(tasks)
    say(tasks[0].cancelled(), tasks[1].cancelled(), lock.locked())


async def the_last_waiter_cancelled_after_its_wake_leaves_the_lock_free():
    lock = Lock()
    await lock.acquire()

    async def use():
        async with lock:
            say("never")

    task = create_task(use())
    await sleep(0)
    lock.release()
    task.cancel()
    await wait([task])
    await lock.acquire()
    say("free")


async def a_lock_held_twice_by_one_task_stalls():
    lock = Lock()
    await lock.acquire()
    await lock.acquire()
    say("never")


async def a_holder_that_is_cancelled_releases():
    lock = Lock()

    async def hold():
        async with lock:
            await sleep(ms(60_000))

    holder = create_task(hold())
    await sleep(ms(1))
    holder.cancel()
    async with lock:
        say("main holds, the holder is done:", holder.done())


async def releasing_a_free_lock_is_an_error():
    lock = Lock()
    try:
        lock.release()
    except RuntimeError as error:
        say(error)


async def an_event_wakes_its_waiters_in_order():
    event = Event()

    async def waiter(name):
        await event.wait()
        say(name)

    tasks = [create_task(waiter(name)) for name in "abc"]
    await sleep(0)
    event.set()
    say("set:", event.is_set())
    await wait(tasks)


async def a_set_event_does_not_yield():
    event = Event()
    event.set()

    async def other():
        say("other")

    create_task(other())
    await event.wait()
    say("waited")
    await sleep(0)


async def set_wakes_all_waiters_even_if_clear_follows():
    event = Event()

    async def waiter(name):
        await event.wait()
        say(name, "woken while set:", event.is_set())

    tasks = [create_task(waiter(name)) for name in "ab"]
    await sleep(0)
    event.set()
    event.clear()
    late = create_task(waiter("late"))
    await wait(tasks)
    await sleep(ms(10))
    say("late is done:", late.done())
    event.set()
    await late


async def a_waiter_cancelled_after_set_is_cancelled():
    event = Event()

    async def waiter():
        await event.wait()
        say("never")

    task = create_task(waiter())
    await sleep(0)
    event.set()
    task.cancel()
    say(await outcome(task))
