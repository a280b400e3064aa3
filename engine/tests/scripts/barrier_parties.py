"""All go on when the last has come; each has its own number."""
import asyncio

async def party(n, barrier):
    await asyncio.sleep(n)
    index = await barrier.wait()
    return n, index

async def main():
    barrier = asyncio.Barrier(3)
    print(barrier.parties, barrier.n_waiting, barrier.broken)
    print(sorted(await asyncio.gather(*(party(n, barrier) for n in range(3)))))
    async def enter():
        async with barrier as position:
            return position
    print(sorted(await asyncio.gather(*(enter() for _ in range(3)))))

asyncio.run(main())
