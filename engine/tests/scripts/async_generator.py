"""async for over a generator, with its cleanup."""
import asyncio

async def ticks(count):
    try:
        for n in range(count):
            await asyncio.sleep(1)
            yield n
    finally:
        print("closed")

async def main():
    async for n in ticks(3):
        print(n)
    print([n async for n in ticks(4) if n % 2])
    generator = ticks(5)
    print(await anext(generator))
    await generator.aclose()
    print(await anext(generator, "over"))

asyncio.run(main())
