"""abort breaks it for all, until reset."""
import asyncio

async def party(barrier):
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError as error:
        print(type(error).__name__, error)

async def main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(party(barrier)) for _ in range(2)]
    await asyncio.sleep(0)
    print(barrier.n_waiting)
    await barrier.abort()
    await asyncio.gather(*tasks)
    print(barrier.broken)
    await party(barrier)
    await barrier.reset()
    print(barrier.broken)
    try:
        asyncio.Barrier(0)
    except ValueError:
        print("at least one party")

asyncio.run(main())
