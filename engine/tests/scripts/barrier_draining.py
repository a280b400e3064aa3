"""The states of a barrier: filling, draining, broken."""
import asyncio
import re

def state(barrier):
    return re.search(r"\[(.*)\]", repr(barrier))[1]

async def party(barrier, name):
    place = await barrier.wait()
    print(name, place, state(barrier), barrier.n_waiting)

async def main():
    barrier = asyncio.Barrier(3)
    first = [asyncio.create_task(party(barrier, n)) for n in "ab"]
    await asyncio.sleep(0)
    print(state(barrier), barrier.n_waiting)
    late = [asyncio.create_task(party(barrier, n)) for n in "cde"]
    await asyncio.sleep(0.1)
    print(state(barrier), barrier.n_waiting)
    await barrier.abort()
    print(state(barrier), barrier.broken)
    await asyncio.gather(*first, *late, return_exceptions=True)

asyncio.run(main())
