"""run raises what main raises."""
import asyncio

async def main():
    await asyncio.sleep(1)
    raise LookupError("main failed")

asyncio.run(main())
