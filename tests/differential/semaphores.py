"""Semaphores and conditions."""

from asyncio import *
from virtual_loop import *


async def a_semaphore_grants_permits_in_order():
    semaphore = Semaphore(2)

    async def use(name):
        async with semaphore:
            say(name)
            await sleep(ms(10))

    await gather(*map(use, "abcde"))


async def an_available_permit_is_acquired_without_yielding():
    semaphore = Semaphore(1)

    async def other():
        say("other")

    create_task(other())
    async with semaphore:
        say("held, locked:", semaphore.locked())
    say("locked:", semaphore.locked())
    await sleep(0)


async def release_grants_the_permit_to_the_waiter():
    semaphore = Semaphore(1)
    await semaphore.acquire()

    async def use():
        async with semaphore:
            say("used")

    task = create_task(use())
    await sleep(0)
    semaphore.release()
    say("locked:", semaphore.locked())
    await task
    say("locked:", semaphore.locked())


async def no_task_acquires_a_permit_before_the_waiter():
    semaphore = Semaphore(1)

    async def first():
        await semaphore.acquire()
        await sleep(ms(10))
        semaphore.release()
        await semaphore.acquire()
        say("first again")
        semaphore.release()

    async def second():
        async with semaphore:
            say("second")

    await gather(first(), second())


async def a_cancelled_waiter_stops_waiting():
    semaphore = Semaphore(1)

    async def use(name):
        async with semaphore:
            say(name)
            await sleep(ms(10))

    tasks = [create_task(use(name)) for name in "abc"]
    await sleep(ms(5))
    tasks[1].cancel()
    await wait(tasks)
    say("locked:", semaphore.locked())


async def a_permit_granted_to_a_cancelled_waiter_goes_to_the_next():
    semaphore = Semaphore(1)
    await semaphore.acquire()

    async def use(name):
        async with semaphore:
            say(name)

    tasks = [create_task(use(name)) for name in "ab"]
    await sleep(0)
    semaphore.release()
    tasks[0].cancel()
    await wait(tasks)
    say("locked:", semaphore.locked())


async def a_permit_granted_to_a_cancelled_last_waiter_is_available_again():
    semaphore = Semaphore(1)
    await semaphore.acquire()

    async def use():
        async with semaphore:
            say("never")

    task = create_task(use())
    await sleep(0)
    semaphore.release()
    task.cancel()
    await wait([task])
    say("locked:", semaphore.locked())
    await semaphore.acquire()
    say("had")


async def several_releases_wake_several():
    semaphore = Semaphore(0)

    async def use(name):
        await semaphore.acquire()
        say(name)

    tasks = [create_task(use(name)) for name in "abc"]
    await sleep(0)
    semaphore.release()
    semaphore.release()
    await sleep(ms(10))
    say("locked:", semaphore.locked())
    semaphore.release()
    await wait(tasks)


async def several_releases_and_a_cancelled_waiter_lose_no_permit():
    semaphore = Semaphore(0)

    async def use(name):
        await semaphore.acquire()
        say(name)

    tasks = [create_task(use(name)) for name in "abc"]
    await sleep(0)
    semaphore.release()
    semaphore.release()
    tasks[0].cancel()
    await sleep(ms(10))
    say([task.done() for task in tasks], semaphore.locked())


async def a_semaphore_grows_by_releases():
    semaphore = Semaphore(0)
    semaphore.release()
    semaphore.release()
    await semaphore.acquire()
    await semaphore.acquire()
    say("locked:", semaphore.locked())


async def a_bounded_semaphore_does_not_grow():
    semaphore = BoundedSemaphore(1)
    await semaphore.acquire()
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as error:
        say(error)


async def a_semaphore_without_permits_stalls():
    await Semaphore(0).acquire()


async def notify_wakes_the_first_waiters():
    condition = Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            say(name)

    tasks = [create_task(waiter(name)) for name in "abc"]
    await sleep(0)
    async with condition:
        condition.notify(2)
        say("notified")
    await sleep(ms(10))
    say([task.done() for task in tasks])
    async with condition:
        condition.notify()
    await wait(tasks)


async def notify_all_wakes_all_waiters_which_acquire_the_lock_in_order():
    condition = Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            say(name, "in")
            await sleep(ms(10))
            say(name, "out")

    tasks = [create_task(waiter(name)) for name in "abc"]
    await sleep(0)
    async with condition:
        condition.notify_all()
    await wait(tasks)


async def a_notified_waiter_continues_after_the_notifier_releases_the_lock():
    condition = Condition()

    async def waiter():
        async with condition:
            await condition.wait()
            say("waiter")

    task = create_task(waiter())
    await sleep(0)
    async with condition:
        condition.notify()
        await sleep(ms(10))
        say("notifier")
    await task


async def wait_for_calls_its_predicate_after_each_notification():
    condition, stock = Condition(), [0]

    async def buyer(name, wanted):
        async with condition:
            await condition.wait_for(lambda: stock[0] >= wanted)
            stock[0] -= wanted
            say(name, "bought", wanted)

    tasks = [create_task(buyer("a", 3)), create_task(buyer("b", 1))]
    for _ in range(4):
        await sleep(ms(10))
        async with condition:
            stock[0] += 1
            condition.notify_all()
    await wait(tasks)


async def wait_for_does_not_wait_if_its_predicate_is_true():
    condition = Condition()
    async with condition:
        await condition.wait_for(lambda: True)
        say("at once")


async def a_notification_without_the_lock_is_an_error():
    try:
        Condition().notify()
    except RuntimeError as error:
        say(error)


async def a_notification_without_waiters_is_lost():
    condition = Condition()
    async with condition:
        condition.notify()
    async with condition:
        await condition.wait()


async def a_cancelled_waiter_acquires_the_lock_again_before_it_ends():
    condition = Condition()

    async def waiter():
        async with condition:
            await condition.wait()

    task = create_task(waiter())
    await sleep(0)
    await condition.acquire()
    task.cancel()
    await sleep(ms(10))
    say("done:", task.done())
    condition.release()
    say(await outcome(task), condition.locked())


@since(3, 13)
async def a_waiter_cancelled_after_its_notification_wakes_the_next():
    condition = Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            say(name)

    tasks = [create_task(waiter(name)) for name in "ab"]
    await sleep(0)
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await sleep(ms(10))
    say([task.cancelled() for task in tasks], tasks[1].done())


async def two_conditions_share_a_lock():
    lock = Lock()
    full, empty = Condition(lock), Condition(lock)

    async def waiter(name, condition):
        async with condition:
            await condition.wait()
            say(name)

    tasks = [create_task(waiter("full", full)), create_task(waiter("empty", empty))]
    await sleep(0)
    async with lock:
        empty.notify_all()
    await sleep(ms(10))
    async with lock:
        full.notify_all()
    await wait(tasks)
