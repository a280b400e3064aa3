# Nothing is wrong: gather runs the calls together.
import asyncio


async def price(item):
    await asyncio.sleep(0.2)
    return len(item)


async def main():
    print(sum(await asyncio.gather(*(price(item) for item in ("tea", "bread", "jam", "milk")))))


asyncio.run(main())
