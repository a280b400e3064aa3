"""Locks: fair, and safe to be cancelled at."""

from asyncio import Lock, sleep, create_task, gather
from virtual_loop import ms, outcome, say, since


async def a_lock_is_first_in_first_out():
    lock = Lock()

    async def use(name):
        async with lock:
            say(name, "holds")
            await sleep(ms(10))

    await gather(*map(use, "abc"))

async def nobody_takes_over_stall():
    l = Lock()
    await l.acquire()
    await l.acquire()

@since(3,13)
async def nobody_takes_over_stal3l():
    l = Lock()
    say((await l.acquire(), None))
    1/0
