# Nothing is wrong: an event asks the tasks to end, and main awaits them.
import asyncio


async def serve(name, stop):
    served = 0
    while not stop.is_set():
        await asyncio.sleep(0.07)
        served += 1
    print(name, "served", served)


async def main():
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name in ("north", "south"):
            group.create_task(serve(name, stop), name=name)
        await asyncio.sleep(0.4)
        stop.set()


asyncio.run(main())
