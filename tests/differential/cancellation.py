"""Cancellation: when it takes effect, which tasks it affects, and cleanups."""

from asyncio import *
from virtual_loop import *


async def closing(name, *delays):
    """Waits for a minute. Closing takes some time."""
    try:
        await sleep(ms(60_000))
    finally:
        say(name, "closes")
        for delay in delays:
            await sleep(ms(delay))
        say(name, "closed")


async def count(passes):
    for n in range(passes):
        say("pass", n)
        await sleep(0)


async def a_task_cancelled_before_its_first_step_never_runs():
    async def child():
        say("never")

    task = create_task(child())
    say(task.cancel(), task.done())
    say(await outcome(task), task.cancelled())


async def a_request_takes_effect_at_the_next_suspension():
    async def child():
        current_task().cancel()
        say("continues")
        await sleep(0)
        say("never")

    say(await outcome(create_task(child())))


async def a_request_in_the_last_step_takes_effect():
    async def child():
        current_task().cancel()
        say("continues")
        return 1

    say(await outcome(create_task(child())))


async def a_failure_in_the_step_of_the_request_is_the_result():
    async def child():
        current_task().cancel()
        raise Failure("no luck")

    task = create_task(child())
    say(await outcome(task), task.cancelled(), task.cancelling())


async def a_done_task_cannot_be_cancelled():
    async def child():
        return 1

    task = create_task(child())
    await task
    say(task.cancel(), task.cancelled(), task.cancelling())
    say(await task)


async def requests_are_counted_and_take_effect_once():
    task = create_task(closing("file", 5))
    await sleep(ms(1))
    say(task.cancel(), task.cancel(), task.cancelling())
    say(await outcome(task), task.cancelling())


async def the_awaiting_task_continues_after_the_cleanup():
    task = create_task(closing("file", 10, 10))
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def cleanups_run_from_the_inside_out():
    async def child():
        try:
            await closing("inner", 10)
        finally:
            await sleep(ms(5))
            say("outer closed")

    task = create_task(child())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_failing_cleanup_replaces_the_cancellation():
    async def child():
        try:
            await sleep(ms(60_000))
        finally:
            await sleep(ms(5))
            raise Failure("could not close")

    task = create_task(child())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task), task.cancelled())


async def a_task_can_refuse():
    async def child():
        try:
            await sleep(ms(60_000))
        except CancelledError:
            say("refused", current_task().cancelling())
        await sleep(ms(10))
        return "done"

    task = create_task(child())
    await sleep(ms(1))
    task.cancel()
    say(await task, task.cancelled(), task.cancelling())


async def a_refused_request_is_counted_until_it_is_taken_back():
    async def child():
        try:
            await sleep(ms(60_000))
        except CancelledError:
            say(current_task().cancelling())
            say(current_task().uncancel(), current_task().uncancel())
        await sleep(ms(10))

    task = create_task(child())
    await sleep(ms(1))
    task.cancel()
    await task
    say(task.cancelling())


async def a_task_that_refused_can_be_cancelled_again():
    async def child():
        for n in range(3):
            try:
                await sleep(ms(60_000))
            except CancelledError:
                say("refused", n)
        return "gave in"

    task = create_task(child())
    for _ in range(3):
        await sleep(ms(1))
        task.cancel()
    say(await task, task.cancelling())


async def cancelling_a_task_cancels_the_task_that_it_awaits():
    inner = create_task(closing("inner", 10))

    async def outer():
        try:
            await inner
        finally:
            say("outer closed")

    outer = create_task(outer())
    await sleep(ms(1))
    outer.cancel()
    say(await outcome(outer), inner.cancelled())


async def cancelling_a_task_cancels_a_chain_of_awaited_tasks():
    a = create_task(closing("a", 5))

    async def awaiting(task):
        await task

    b = create_task(awaiting(a))
    c = create_task(awaiting(b))
    await sleep(ms(1))
    c.cancel()
    say(await outcome(c), a.cancelled(), b.cancelled())


async def a_task_that_awaits_a_cancelled_task_is_cancelled_without_a_request():
    inner = create_task(closing("inner"))

    async def outer():
        await inner

    outer = create_task(outer())
    await sleep(ms(1))
    inner.cancel()
    say(await outcome(outer), outer.cancelled(), outer.cancelling())


async def two_tasks_that_await_a_cancelled_task_are_both_cancelled():
    inner = create_task(closing("inner", 5))

    async def outer(name):
        try:
            await inner
        finally:
            say(name)

    a, b = create_task(outer("a")), create_task(outer("b"))
    await sleep(ms(1))
    a.cancel()
    say(await outcome(a), await outcome(b), inner.cancelling())


async def the_timer_of_a_cancelled_sleep_is_removed():
    async def child():
        await sleep(ms(1000))

    task = create_task(child())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_cancelled_main_ends_the_run():
    create_task(closing("file", 5))
    await sleep(ms(1))
    current_task().cancel()
    say("continues")
    await sleep(ms(1))
    say("never")


async def a_cancelled_task_ends_one_pass_after_the_request():
    async def child():
        try:
            await sleep(ms(60_000))
        finally:
            say("closed")

    task = create_task(child())
    await sleep(ms(1))
    counter = create_task(count(4))
    task.cancel()
    await wait([task])
    say("main")
    await counter


async def a_request_to_a_ready_task_takes_effect_in_its_next_step():
    async def child():
        await sleep(0)
        say("never")

    task = create_task(child())
    await sleep(0)
    counter = create_task(count(3))
    task.cancel()
    say(await outcome(task))
    await counter


async def the_error_has_the_message_of_the_request():
    async def child():
        await sleep(ms(60_000))

    task = create_task(child())
    await sleep(ms(1))
    task.cancel("no longer needed")
    try:
        await task
    except CancelledError as error:
        say("cancelled:", str(error))


async def a_task_cancelled_in_the_same_pass_does_not_run():
    async def first():
        say("first")
        second.cancel()

    async def second():
        say("never")

    first = create_task(first())
    second = create_task(second())
    await wait([first, second])
    say(second.cancelled())
