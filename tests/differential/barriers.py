"""Barriers."""

from asyncio import *
from asyncio import Barrier, BrokenBarrierError
from virtual_loop import *


async def a_barrier_opens_when_all_tasks_have_arrived():
    barrier = Barrier(3)

    async def party(name, delay):
        await sleep(ms(delay))
        say(name, "comes")
        place = await barrier.wait()
        say(name, "goes", place)

    await gather(*(party(name, delay) for name, delay in zip("abc", [20, 10, 30])))


async def the_last_task_to_arrive_does_not_wait():
    barrier = Barrier(2)

    async def party(name):
        say(name, await barrier.wait())
        await sleep(0)
        say(name, "a pass later")

    await gather(party("a"), party("b"))


async def a_barrier_for_one_does_not_yield():
    async def other():
        say("other")

    create_task(other())
    say(await Barrier(1).wait())
    await sleep(0)


async def a_barrier_can_be_used_again():
    barrier = Barrier(2)

    async def party(name):
        for n in range(3):
            await barrier.wait()
            say(name, n)

    await gather(*map(party, "ab"))


async def a_barrier_counts_waiting_tasks():
    barrier = Barrier(3)

    async def party():
        await barrier.wait()

    tasks = [create_task(party()) for _ in range(2)]
    say(barrier.parties, barrier.n_waiting, barrier.broken)
    await sleep(0)
    say(barrier.parties, barrier.n_waiting, barrier.broken)
    await barrier.wait()
    say(barrier.parties, barrier.n_waiting, barrier.broken)
    await wait(tasks)
    say(barrier.parties, barrier.n_waiting, barrier.broken)


async def a_cancelled_task_does_not_count_as_arrived():
    barrier = Barrier(2)

    async def party(name):
        say(name, await barrier.wait())

    tasks = [create_task(party("a"))]
    await sleep(ms(1))
    tasks[0].cancel()
    await sleep(ms(1))
    say(barrier.n_waiting)
    tasks += [create_task(party("b")), create_task(party("c"))]
    await wait(tasks)


async def an_abort_breaks_all_waits():
    barrier = Barrier(3)

    async def party(name):
        say(name, await outcome(barrier.wait()))

    tasks = [create_task(party(name)) for name in "ab"]
    await sleep(ms(1))
    await barrier.abort()
    say("aborted", barrier.broken, barrier.n_waiting)
    await wait(tasks)
    say("late", await outcome(barrier.wait()))


async def a_reset_breaks_all_waits_and_starts_again():
    barrier = Barrier(2)

    async def party(name):
        say(name, await outcome(barrier.wait()))

    first = create_task(party("a"))
    await sleep(ms(1))
    await barrier.reset()
    say("reset", barrier.broken)
    await first
    await gather(party("b"), party("c"))


async def an_aborted_barrier_can_be_reset():
    barrier = Barrier(1)
    await barrier.abort()
    say(await outcome(barrier.wait()))
    await barrier.reset()
    say(barrier.broken, await outcome(barrier.wait()))


async def a_task_that_arrives_while_others_leave_waits_outside():
    barrier = Barrier(2)

    async def party(name):
        place = await barrier.wait()
        say(name, place)

    tasks = [create_task(party(name)) for name in "abcd"]
    await wait(tasks)


async def an_abort_breaks_waits_outside():
    barrier = Barrier(2)

    async def party(name):
        say(name, await outcome(barrier.wait()))

    tasks = [create_task(party(name)) for name in "abc"]
    await sleep(ms(1))
    say(barrier.n_waiting)
    await barrier.abort()
    await wait(tasks)


async def a_missing_task_stalls_the_others():
    barrier = Barrier(2)
    await barrier.wait()


async def a_task_cancelled_after_the_barrier_opened_does_not_close_it():
    barrier = Barrier(2)

    async def party(name):
        say(name, await barrier.wait())

    a = create_task(party("a"))
    await sleep(0)
    say(await barrier.wait())
    a.cancel()
    say(await outcome(a))
    b = create_task(party("b"))
    say(await barrier.wait())
    await b
