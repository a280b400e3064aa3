"""Failures and cancellations as results."""
import asyncio

async def fail():
    raise KeyError("k")

async def cancelled():
    raise asyncio.CancelledError("c")

async def main():
    results = await asyncio.gather(fail(), cancelled(), asyncio.sleep(1, "ok"), return_exceptions=True)
    print([repr(result) for result in results])

asyncio.run(main())
