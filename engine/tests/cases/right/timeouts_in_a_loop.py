# Nothing is wrong: each timeout ends a wait that is made again; the cancel is uncancelled.
import asyncio


async def watch(changed):
    rounds = 0
    while not changed.is_set():
        try:
            async with asyncio.timeout(0.1):
                await changed.wait()
        except TimeoutError:
            rounds += 1
    print("changed after", rounds, "rounds")


async def main():
    changed = asyncio.Event()
    watching = asyncio.create_task(watch(changed), name="watch")
    await asyncio.sleep(0.55)
    changed.set()
    await watching


asyncio.run(main())
