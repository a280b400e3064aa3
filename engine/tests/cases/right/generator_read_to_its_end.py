# Nothing is wrong: the generator ends by itself, and its clean-up runs there.
import asyncio


async def lines():
    try:
        for n in range(3):
            await asyncio.sleep(0.01)
            yield f"line {n}"
    finally:
        await asyncio.sleep(0.01)
        print("closed")


async def main():
    print([line async for line in lines()])


asyncio.run(main())
