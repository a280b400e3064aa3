# Line 12: all callers await one task, so the timeout of the first cancels it for the others. Source: aio-libs/async-lru#697.
import asyncio


class SingleFlight:
    def __init__(self):
        self.running = {}

    async def get(self, key):
        if key not in self.running:
            self.running[key] = asyncio.create_task(self.load(key), name=f"load {key}")
        return await self.running[key]

    async def load(self, key):
        await asyncio.sleep(0.5)
        return key.title()


async def hasty(flight):
    try:
        return await asyncio.wait_for(flight.get("report"), 0.1)
    except asyncio.TimeoutError:
        return "hasty gave up"


async def patient(flight):
    return await flight.get("report")


async def main():
    flight = SingleFlight()
    first = asyncio.create_task(hasty(flight), name="hasty")
    second = asyncio.create_task(patient(flight), name="patient")
    print(await first)
    try:
        print(await second)
    except asyncio.CancelledError:
        print("patient was cancelled")


asyncio.run(main())
