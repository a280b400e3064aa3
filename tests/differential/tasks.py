"""Tasks and futures: states, results, errors and their order."""

from asyncio import *
from virtual_loop import *


async def a_task_has_a_state():
    async def child():
        await sleep(ms(10))
        return 42

    task = create_task(child(), name="child")
    say(task.get_name(), task.done(), task.cancelled())
    say(await task, task.done(), task.cancelled())
    task.set_name("renamed")
    say(task.get_name(), task.result())


async def every_awaiting_task_gets_the_error_of_a_failed_task():
    async def failing():
        raise Failure("no luck")

    task = create_task(failing())

    async def waiter(name):
        say(name, "gets", await outcome(task))

    await gather(waiter("a"), waiter("b"))
    say(await outcome(task))


async def tasks_that_await_a_task_continue_in_order():
    async def work():
        await sleep(ms(10))

    task = create_task(work())

    async def waiter(name):
        await task
        say(name)

    await gather(*map(waiter, "abc"))


async def current_task_and_all_tasks_return_the_tasks():
    async def child():
        say(current_task().get_name())
        await sleep(ms(10))

    current_task().set_name("main")
    tasks = [create_task(child(), name=name) for name in "ba"]
    say(sorted(task.get_name() for task in all_tasks()))
    await tasks[0]
    say(sorted(task.get_name() for task in all_tasks()))
    await tasks[1]
    say(sorted(task.get_name() for task in all_tasks()))


async def a_task_without_a_handle_keeps_running():
    async def child():
        await sleep(ms(10))
        say("child")

    create_task(child())
    await sleep(ms(20))
    say("main")


async def a_failure_that_is_never_retrieved_is_reported():
    loop = get_running_loop()
    loop.set_exception_handler(lambda loop, context: say("lost:", context["exception"]))

    async def failing():
        raise Failure("no luck")

    async def cancelled():
        await sleep(ms(1))

    create_task(failing())
    create_task(cancelled()).cancel()
    await sleep(ms(5))
    say("main")


async def a_failure_that_was_retrieved_is_not_reported():
    loop = get_running_loop()
    loop.set_exception_handler(lambda loop, context: say("lost:", context["exception"]))

    async def failing():
        raise Failure("no luck")

    task = create_task(failing())
    await sleep(ms(5))
    say("seen:", str(task.exception()))
    del task
    await sleep(ms(5))


async def the_end_of_main_cancels_the_other_tasks_and_awaits_their_cleanups():
    async def child(name, delay):
        try:
            await sleep(ms(60_000))
        finally:
            await sleep(ms(delay))
            say(name, "closed")

    create_task(child("a", 20))
    create_task(child("b", 10))
    await sleep(ms(1))
    say("end of main")


async def a_task_that_never_ran_does_not_start_at_the_end_of_main():
    async def child():
        say("child begins")
        await sleep(0)
        say("never")

    create_task(child())
    say("end of main")


async def tasks_that_are_ready_when_main_ends_run_once_more():
    async def child(name):
        for n in range(10):
            say(name, n)
            await sleep(0)

    create_task(child("a"))
    create_task(child("b"))
    await sleep(0)
    say("end of main")


async def a_cleanup_at_the_end_can_spawn():
    async def late():
        await sleep(ms(5))
        say("late is done")

    async def child():
        try:
            await sleep(ms(60_000))
        finally:
            await create_task(late())
            say("closed")

    create_task(child())
    await sleep(ms(1))


async def the_error_of_main_is_reported_after_all_cleanups():
    async def child():
        try:
            await sleep(ms(60_000))
        finally:
            await sleep(ms(5))
            say("closed")

    create_task(child())
    await sleep(ms(1))
    raise Failure("no luck")


async def no_ready_task_and_no_timer_is_a_stall():
    say("main")
    await get_running_loop().create_future()


async def a_future_is_set_once():
    future = get_running_loop().create_future()
    say(future.done())
    future.set_result(1)
    say(future.done(), future.cancelled(), future.result())
    try:
        future.set_result(2)
    except InvalidStateError as error:
        say(error)
    try:
        future.set_exception(Failure("late"))
    except InvalidStateError as error:
        say(error)
    say(future.cancel())
    say(await future)


async def a_future_wakes_all_awaiting_tasks_in_order():
    loop = get_running_loop()
    future = loop.create_future()

    async def waiter(name):
        say(name, await outcome(future))

    loop.call_later(ms(10), future.set_exception, Failure("no luck"))
    await gather(*map(waiter, "abc"))


async def a_cancelled_future_cancels_the_task_that_awaits_it():
    loop = get_running_loop()
    future = loop.create_future()

    async def waiter():
        await future

    task = create_task(waiter())
    await sleep(ms(1))
    say(future.cancel(), future.cancel(), future.cancelled())
    say(await outcome(task), task.cancelled(), task.cancelling())


async def cancelling_a_task_cancels_the_future_that_it_awaits():
    loop = get_running_loop()
    future = loop.create_future()

    async def waiter():
        await future

    task = create_task(waiter())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task), future.cancelled())


async def cancelling_one_of_two_tasks_that_await_a_future_cancels_both():
    future = get_running_loop().create_future()

    async def waiter():
        await future

    tasks = [create_task(waiter()) for _ in range(2)]
    await sleep(ms(1))
    tasks[0].cancel()
    say(await outcome(tasks[0]), await outcome(tasks[1]), tasks[1].cancelling())
