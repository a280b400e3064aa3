"""Events whose listeners may be coroutines."""

import asyncio

from pyee.asyncio import AsyncIOEventEmitter


async def main():
    emitter = AsyncIOEventEmitter()

    @emitter.on("data")
    async def slow(value):
        await asyncio.sleep(1)
        print("slow", value)

    @emitter.once("data")
    def quick(value):
        print("quick", value)

    emitter.on("error", lambda error: print("error", error))

    @emitter.on("fails")
    async def fails():
        raise ValueError("a listener failed")

    print(emitter.emit("data", 1), emitter.emit("data", 2), emitter.emit("nobody"))
    emitter.emit("fails")
    await emitter.wait_for_complete()
    print(len(emitter.listeners("data")))


asyncio.run(main())
