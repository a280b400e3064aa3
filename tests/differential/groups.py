"""Task groups."""

from asyncio import *
from asyncio import TaskGroup
from virtual_loop import *


async def finish(name, delay):
    await sleep(ms(delay))
    say(name)
    return name


async def fail(name, delay):
    await sleep(ms(delay))
    say(name, "fails")
    raise Failure(name)


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


async def count(passes):
    for n in range(passes):
        say("pass", n)
        await sleep(0)


async def print_outcome(group_of):
    """Runs a group in a separate task and prints its result."""
    say(await outcome(create_task(group_of())))


async def a_group_waits_for_all_of_its_tasks():
    async with TaskGroup() as group:
        tasks = [group.create_task(finish(name, delay)) for name, delay in zip("abc", [30, 10, 20])]
        say("body")
    say([task.result() for task in tasks])


async def a_failure_cancels_the_others():
    async def run():
        async with TaskGroup() as group:
            group.create_task(closing("a", 5))
            group.create_task(fail("b", 10))
            group.create_task(finish("never", 20))

    await print_outcome(run)


async def a_failure_cancels_the_body():
    async def run():
        async with TaskGroup() as group:
            group.create_task(fail("a", 10))
            await closing("body", 5)
            say("never")

    await print_outcome(run)


async def errors_are_in_the_order_of_completion():
    async def run():
        async with TaskGroup() as group:
            group.create_task(failing_to_close("a", 20))
            group.create_task(failing_to_close("b", 10))
            group.create_task(fail("c", 5))

    await print_outcome(run)


async def both_failures_of_one_pass_are_in_the_group():
    async def run():
        async with TaskGroup() as group:
            group.create_task(fail("a", 10))
            group.create_task(fail("b", 10))

    await print_outcome(run)


async def the_failure_of_the_body_is_last():
    async def run():
        async with TaskGroup() as group:
            group.create_task(failing_to_close("a", 10))
            await sleep(ms(1))
            raise Failure("body")

    await print_outcome(run)


async def a_failure_of_the_body_alone_is_a_group():
    async def run():
        async with TaskGroup() as group:
            group.create_task(closing("a", 10))
            await sleep(ms(1))
            raise Failure("body")

    await print_outcome(run)


async def a_failing_cleanup_of_the_body_joins_the_errors():
    async def run():
        async with TaskGroup() as group:
            group.create_task(fail("a", 10))
            await failing_to_close("body", 5)

    await print_outcome(run)


async def a_cancelled_child_does_not_affect_the_group():
    async with TaskGroup() as group:
        child = group.create_task(closing("a", 5))
        group.create_task(finish("b", 20))
        await sleep(ms(1))
        child.cancel()
    say("done", child.cancelled())


async def after_a_failure_no_task_can_be_created():
    async def run():
        async with TaskGroup() as group:
            group.create_task(fail("a", 5))
            try:
                await sleep(ms(60_000))
            finally:
                late = finish("late", 0)
                try:
                    group.create_task(late)
                except RuntimeError as error:
                    late.close()
                    say(error)

    await print_outcome(run)


async def after_the_end_no_task_can_be_created():
    async with TaskGroup() as group:
        pass
    late = finish("late", 0)
    try:
        group.create_task(late)
    except RuntimeError as error:
        late.close()
        say(error)


async def a_child_can_create_tasks():
    async def child(group):
        await sleep(ms(5))
        group.create_task(finish("grandchild", 10))
        say("child")

    async with TaskGroup() as group:
        group.create_task(child(group))
    say("done")


async def a_failure_in_an_inner_group_propagates_to_the_outer():
    async def inner():
        async with TaskGroup() as group:
            group.create_task(fail("a", 10))

    async def run():
        async with TaskGroup() as group:
            group.create_task(inner())
            group.create_task(closing("b", 5))

    await print_outcome(run)


async def a_group_in_a_body_is_cancelled_by_the_outer_group():
    async def run():
        async with TaskGroup() as outer:
            outer.create_task(fail("a", 10))
            async with TaskGroup() as inner:
                inner.create_task(closing("b", 5))

    await print_outcome(run)


async def a_request_from_outside_cancels_all_and_survives():
    async def run():
        async with TaskGroup() as group:
            group.create_task(closing("a", 5))
            group.create_task(closing("b", 10))

    task = create_task(run())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task), task.cancelled())


async def a_request_from_outside_while_the_body_runs_cancels_all():
    async def run():
        async with TaskGroup() as group:
            group.create_task(closing("a", 5))
            await closing("body", 10)

    task = create_task(run())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_group_continues_two_passes_after_the_last_end():
    counter = create_task(count(6))
    async with TaskGroup() as group:
        group.create_task(finish("a", 0))
    say("done")
    await counter


async def a_group_without_tasks_does_not_yield():
    counter = create_task(count(2))
    async with TaskGroup():
        pass
    say("done")
    await counter


async def the_others_have_one_more_step_after_a_failure():
    async def steps():
        for n in range(10):
            say("step", n)
            await sleep(0)

    async def run():
        async with TaskGroup() as group:
            group.create_task(fail("a", 0))
            group.create_task(steps())

    await print_outcome(run)


async def a_timeout_around_a_group_cancels_it():
    try:
        async with timeout(ms(10)):
            async with TaskGroup() as group:
                group.create_task(closing("a", 5))
    except TimeoutError:
        say("timed out")


async def a_timeout_in_a_group_is_a_failure():
    async def child():
        async with timeout(ms(10)):
            await closing("a", 5)

    async def run():
        async with TaskGroup() as group:
            group.create_task(child())
            group.create_task(closing("b", 5))

    await print_outcome(run)
