"""Timeouts: timeout, timeout_at, wait_for."""

from asyncio import *
from virtual_loop import *


async def finish(name, delay):
    await sleep(ms(delay))
    say(name)
    return name


async def closing(name, delay):
    try:
        await sleep(ms(60_000))
    finally:
        await sleep(ms(delay))
        say(name, "closed")


async def count(passes):
    for n in range(passes):
        say("pass", n)
        await sleep(0)


async def a_timeout_interrupts_the_body():
    try:
        async with timeout(ms(10)) as limit:
            await finish("never", 20)
    except TimeoutError:
        say("timed out, expired:", limit.expired())


async def a_timeout_that_does_not_expire_has_no_effect():
    async with timeout(ms(20)) as limit:
        await finish("a", 10)
    say("expired:", limit.expired())
    await sleep(ms(20))
    say("expired:", limit.expired())


async def the_time_limit_counts_from_the_call():
    limit = timeout(ms(20))
    await sleep(ms(15))
    try:
        async with limit:
            await sleep(ms(10))
            say("never")
    except TimeoutError:
        say("timed out")


async def the_cleanup_can_take_longer_than_the_limit():
    try:
        async with timeout(ms(10)):
            await closing("file", 30)
    except TimeoutError:
        say("timed out")


async def an_inner_timeout_expires_before_a_later_outer_one():
    try:
        async with timeout(ms(20)) as outer:
            try:
                async with timeout(ms(10)) as inner:
                    await sleep(ms(60_000))
            except TimeoutError:
                say("inner", inner.expired(), outer.expired())
            await sleep(ms(5))
            say("continued")
    except TimeoutError:
        say("never")
    say(inner.expired(), outer.expired())


async def when_the_outer_timeout_expires_the_inner_has_not_expired():
    try:
        async with timeout(ms(10)) as outer:
            try:
                async with timeout(ms(20)) as inner:
                    await sleep(ms(60_000))
            except TimeoutError:
                say("never")
    except TimeoutError:
        say(inner.expired(), outer.expired())


async def of_two_timeouts_at_the_same_time_both_expire_and_the_outer_fails():
    try:
        async with timeout(ms(10)) as outer:
            try:
                async with timeout_at(outer.when()) as inner:
                    await sleep(ms(60_000))
            except TimeoutError:
                say("never")
    except TimeoutError:
        say(inner.expired(), outer.expired())


async def a_body_that_never_suspends_cannot_be_interrupted():
    async with timeout(0) as limit:
        say("body")
    say(limit.expired())


async def a_timeout_of_zero_interrupts_the_body_at_its_first_suspension():
    try:
        async with timeout(0) as limit:
            say("body")
            await sleep(0)
            say("never")
    except TimeoutError:
        say(limit.expired())


async def a_deadline_in_the_past_interrupts_the_body_at_its_first_suspension():
    await sleep(ms(10))
    try:
        async with timeout_at(ms(5)):
            say("body")
            await sleep(ms(5))
            say("never")
    except TimeoutError:
        say("timed out")


async def the_body_continues_one_pass_after_the_deadline():
    await sleep(ms(1))
    counter = create_task(count(4))
    try:
        async with timeout(0):
            await sleep(ms(60_000))
    except TimeoutError:
        say("timed out")
    await counter


async def the_body_can_reschedule_its_timeout():
    try:
        async with timeout(ms(10)) as limit:
            limit.reschedule(ms(30))
            say(round(limit.when() * 1000))
            await sleep(ms(60_000))
    except TimeoutError:
        say("timed out")


async def another_task_can_reschedule_a_timeout():
    async with timeout(None) as limit:
        loop = get_running_loop()
        loop.call_later(ms(10), limit.reschedule, ms(20))
        loop.call_later(ms(15), limit.reschedule, ms(40))
        say(limit.when())
        await sleep(ms(30))
        say("continued")
    say(round(limit.when() * 1000))


async def a_timeout_rescheduled_into_the_past_expires_at_the_next_suspension():
    try:
        async with timeout(None) as limit:
            await sleep(ms(10))
            limit.reschedule(ms(5))
            say("body")
            await sleep(0)
            say("never")
    except TimeoutError:
        say("timed out")


async def a_timeout_can_be_disabled():
    async with timeout(ms(10)) as limit:
        limit.reschedule(None)
        await finish("a", 20)
    say(limit.when())


async def an_expired_timeout_cannot_be_rescheduled():
    try:
        async with timeout(ms(10)) as limit:
            try:
                await sleep(ms(60_000))
            finally:
                await sleep(ms(5))
                try:
                    limit.reschedule(ms(30))
                    say(True)
                except RuntimeError:
                    say(False)
    except TimeoutError:
        say("timed out")


async def a_cancellation_from_outside_is_not_a_timeout():
    async def child():
        try:
            async with timeout(ms(10)):
                await sleep(ms(60_000))
        except TimeoutError:
            say("never")

    task = create_task(child())
    await sleep(ms(5))
    task.cancel()
    say(await outcome(task), task.cancelling())


async def a_cancellation_at_the_time_of_the_deadline_wins():
    async def child():
        async with timeout(ms(10)):
            await sleep(ms(60_000))

    task = create_task(child())
    get_running_loop().call_at(ms(10), lambda: task.cancel())
    say(await outcome(task))


async def a_timeout_takes_its_request_back():
    async def child():
        try:
            async with timeout(ms(10)):
                await sleep(ms(60_000))
        except TimeoutError:
            say(current_task().cancelling())
        await sleep(ms(10))
        return "continued"

    task = create_task(child())
    say(await task, task.cancelled())


async def a_failure_of_the_body_is_the_result():
    async def failing():
        async with timeout(ms(10)):
            await sleep(ms(5))
            raise Failure("no luck")

    say(await outcome(create_task(failing())))


async def a_failing_cleanup_replaces_the_timeout():
    async def failing():
        async with timeout(ms(10)):
            try:
                await sleep(ms(60_000))
            finally:
                await sleep(ms(5))
                raise Failure("could not close")

    say(await outcome(create_task(failing())))


async def a_result_at_the_time_of_the_deadline_is_too_late():
    try:
        async with timeout(ms(10)):
            await sleep(ms(10))
            say("never")
    except TimeoutError:
        say("timed out")


@since(3, 12)
async def wait_for_returns_the_result_or_times_out():
    say(await wait_for(finish("a", 10), ms(20)))
    say(await outcome(wait_for(finish("b", 20), ms(10))))


@since(3, 12)
async def wait_for_runs_a_coroutine_in_the_same_task():
    async def name():
        return current_task().get_name()

    current_task().set_name("main")
    say(await wait_for(name(), ms(10)))


@since(3, 12)
async def wait_for_awaits_the_cleanup_and_can_exceed_its_limit():
    say(await outcome(wait_for(closing("file", 30), ms(10))))


@since(3, 12)
async def wait_for_cancels_the_task_that_it_awaits():
    task = create_task(closing("file", 5))
    say(await outcome(wait_for(task, ms(10))), task.cancelled())


@since(3, 12)
async def wait_for_a_shield_does_not_cancel_the_task():
    task = create_task(finish("a", 20))
    say(await outcome(wait_for(shield(task), ms(10))))
    say(await task)


@since(3, 12)
async def cancelling_wait_for_cancels_what_it_awaits():
    inner = create_task(closing("inner", 5))

    async def outer():
        await wait_for(inner, ms(60_000))

    outer = create_task(outer())
    await sleep(ms(10))
    outer.cancel()
    say(await outcome(outer), inner.cancelled())


@since(3, 12)
async def wait_for_in_wait_for_times_out_at_the_earlier_deadline():
    say(await outcome(wait_for(wait_for(closing("a", 1), ms(10)), ms(20))))
    say(await outcome(wait_for(wait_for(closing("b", 1), ms(20)), ms(10))))


@since(3, 12)
async def wait_for_does_not_yield_if_the_coroutine_does_not():
    async def quick():
        return 1

    counter = create_task(count(2))
    say(await wait_for(quick(), ms(10)))
    await counter


@since(3, 12)
async def wait_for_takes_as_many_passes_as_the_task():
    task = create_task(finish("a", 0))
    counter = create_task(count(4))
    say(await wait_for(task, ms(10)))
    await counter
