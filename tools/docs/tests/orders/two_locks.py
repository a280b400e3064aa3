"""Two tasks take two locks in opposite order."""

import asyncio


async def transfer(start, first, second):
    await asyncio.sleep(start)
    async with first:
        await asyncio.sleep(0.005)
        async with second:
            pass


async def main():
    accounts, audit = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(transfer(0, accounts, audit), transfer(0.02, audit, accounts))
    print("done")


asyncio.run(main())
