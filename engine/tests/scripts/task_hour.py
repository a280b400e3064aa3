"""An hour passes at once."""
import asyncio, time

async def main():
    before = time.monotonic()
    await asyncio.sleep(3600)
    print(round(time.monotonic() - before))

asyncio.run(main())
