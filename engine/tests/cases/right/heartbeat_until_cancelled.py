# Nothing is wrong: a pulse beside the work, cancelled at the end.
import asyncio


async def heartbeat():
    while True:
        await asyncio.sleep(0.05)


async def main():
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.sleep(0.42)
    beat.cancel()


asyncio.run(main())
