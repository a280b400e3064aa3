"""Operations on several tasks: gather, wait, as_completed, shield."""

from asyncio import *
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


async def count(passes):
    for n in range(passes):
        say("pass", n)
        await sleep(0)


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def gather_returns_results_in_the_order_of_its_arguments():
    say(await gather(finish("a", 30), finish("b", 10), finish("c", 20)))


async def gather_fails_with_the_first_failure_and_the_other_children_keep_running():
    say(await outcome(gather(fail("a", 30), fail("b", 10), finish("c", 20))))
    await sleep(ms(40))


async def later_failures_of_a_gather_count_as_retrieved():
    get_running_loop().set_exception_handler(lambda loop, context: say("lost"))
    say(await outcome(gather(fail("a", 20), fail("b", 10))))
    await sleep(ms(40))


async def the_same_task_twice_runs_once():
    task = create_task(finish("a", 10))
    say(await gather(task, task))


async def gather_without_arguments_does_not_yield():
    create_task(finish("other", 0))
    say(await gather())
    await sleep(ms(1))


async def gather_collects_failures_and_cancellations():
    tasks = [create_task(each) for each in [finish("a", 30), fail("b", 10), closing("c", 5)]]
    get_running_loop().call_later(ms(15), tasks[2].cancel)
    say(await gather(*tasks, return_exceptions=True))


async def a_cancelled_child_makes_gather_fail_and_cancels_no_other_child():
    tasks = [create_task(each) for each in [finish("a", 30), closing("b", 5)]]
    get_running_loop().call_later(ms(10), tasks[1].cancel)
    say(await outcome(gather(*tasks)))
    say(await tasks[0])


async def a_cancelled_gather_cancels_its_children():
    async def main():
        await gather(closing("a", 5), closing("b", 5))

    task = create_task(main())
    await sleep(ms(1))
    task.cancel()
    say(await outcome(task))


async def a_gather_in_a_gather_returns_nested_lists():
    async def row(*delays):
        return await gather(*(finish(f"{delay}", delay) for delay in delays))

    say(await gather(row(10, 30), row(20)))


async def gather_continues_two_passes_after_the_last_end():
    counter = create_task(count(6))
    say(await gather(finish("a", 0), finish("b", 0)))
    await counter


@since(3, 12)
async def gather_of_done_tasks_does_not_yield():
    tasks = [create_task(finish(name, 0)) for name in "ab"]
    await wait(tasks)
    counter = create_task(count(3))
    say(await gather(*tasks))
    await counter


async def gather_of_done_and_pending_tasks_fails_with_the_failure_of_a_done_task():
    done = create_task(fail("a", 0))
    await wait([done])
    say(await outcome(gather(finish("b", 10), done)))
    await sleep(ms(20))


async def wait_for_all_returns_all_tasks_and_no_error():
    tasks = [create_task(each, name=name) for name, each in zip("ab", [fail("a", 10), finish("b", 20)])]
    done, pending = await wait(tasks)
    say(names(done), names(pending))
    say(await outcome(tasks[0]))


async def wait_for_the_first_returns_both_sets():
    tasks = [create_task(finish(name, delay), name=name) for name, delay in zip("abc", [20, 10, 10])]
    done, pending = await wait(tasks, return_when=FIRST_COMPLETED)
    say(names(done), names(pending))
    await wait(tasks)


async def wait_for_the_first_failure_ignores_values_and_cancellations():
    tasks = [create_task(each, name=name) for name, each in
             zip("abcd", [finish("a", 5), closing("b", 0), fail("c", 20), finish("d", 30)])]
    get_running_loop().call_later(ms(10), tasks[1].cancel)
    done, pending = await wait(tasks, return_when=FIRST_EXCEPTION)
    say(names(done), names(pending))
    say(await outcome(tasks[2]))


async def wait_for_the_first_failure_waits_for_all_if_none_fails():
    tasks = [create_task(finish(name, delay), name=name) for name, delay in zip("ab", [10, 20])]
    done, pending = await wait(tasks, return_when=FIRST_EXCEPTION)
    say(names(done), names(pending))


async def the_timeout_of_wait_is_no_error_and_cancels_no_task():
    tasks = [create_task(finish(name, delay), name=name) for name, delay in zip("ab", [10, 30])]
    done, pending = await wait(tasks, timeout=ms(20))
    say(names(done), names(pending))
    say(await tasks[1])


async def wait_for_done_tasks_takes_two_passes():
    task = create_task(finish("a", 0), name="a")
    await task
    counter = create_task(count(4))
    done, pending = await wait([task])
    say(names(done), names(pending))
    await counter


async def a_wait_with_a_timeout_of_zero_takes_two_passes():
    task = create_task(finish("a", 10), name="a")
    await sleep(ms(1))
    counter = create_task(count(4))
    done, pending = await wait([task], timeout=0)
    say(names(done), names(pending))
    await counter


async def a_cancelled_wait_does_not_cancel_the_tasks():
    task = create_task(finish("a", 10))

    async def waiter():
        await wait([task])

    waiter = create_task(waiter())
    await sleep(ms(1))
    waiter.cancel()
    say(await outcome(waiter), task.cancelling())
    say(await task)


async def as_completed_returns_results_in_the_order_of_completion():
    for each in as_completed([finish("a", 30), finish("b", 10), fail("c", 20)]):
        say("got", await outcome(each))


async def the_timeout_of_as_completed_ends_it_and_cancels_no_task():
    tasks = [create_task(finish(name, delay)) for name, delay in zip("abc", [10, 30, 40])]
    for each in as_completed(tasks, timeout=ms(20)):
        say("got", await outcome(each))
    await wait(tasks)


async def as_completed_continues_two_passes_after_an_end():
    counter = create_task(count(7))
    for each in as_completed([create_task(finish(name, 0)) for name in "ab"]):
        say("got", await outcome(each))
    await counter


async def as_completed_returns_done_tasks_first():
    tasks = [create_task(finish(name, delay)) for name, delay in zip("ab", [20, 10])]
    await tasks[1]
    for each in as_completed(tasks):
        say("got", await outcome(each))


@since(3, 13)
async def as_completed_can_be_iterated_asynchronously():
    tasks = [create_task(finish(name, delay)) for name, delay in zip("abc", [30, 10, 20])]
    async for each in as_completed(tasks):
        say("got", await each)


async def a_shielded_task_is_not_cancelled():
    inner = create_task(finish("inner", 10))

    async def outer():
        await shield(inner)

    outer = create_task(outer())
    await sleep(ms(1))
    outer.cancel()
    say(await outcome(outer), inner.cancelling())
    say(await inner)


async def a_cancelled_inner_task_cancels_the_task_that_awaits_its_shield():
    inner = create_task(closing("inner", 5))

    async def outer():
        await shield(inner)

    outer = create_task(outer())
    await sleep(ms(1))
    inner.cancel()
    say(await outcome(outer), outer.cancelling())


async def a_shield_fails_with_the_failure_of_the_inner_task():
    say(await outcome(shield(fail("inner", 5))))


async def the_end_of_main_cancels_shielded_tasks():
    async def outer():
        await shield(closing("inner", 5))

    outer = create_task(outer())
    await sleep(ms(1))
    outer.cancel()
    say(await outcome(outer))


async def a_shield_continues_two_passes_after_the_end():
    inner = create_task(finish("inner", 0))
    counter = create_task(count(6))
    say(await shield(inner))
    await counter


async def a_shield_of_a_done_task_does_not_yield():
    inner = create_task(finish("inner", 0))
    await inner
    counter = create_task(count(2))
    say(await shield(inner))
    await counter


@since(3, 14)
async def a_failure_behind_a_shield_that_is_no_longer_awaited_is_reported():
    get_running_loop().set_exception_handler(lambda loop, context: say("lost:", str(context["exception"])))

    async def outer():
        await shield(fail("inner", 10))

    outer = create_task(outer())
    await sleep(ms(5))
    outer.cancel()
    say(await outcome(outer))
    await sleep(ms(10))
