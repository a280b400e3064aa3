"""A generator that is left early is closed at the end of the run."""
import asyncio

async def endless():
    try:
        while True:
            yield 1
            await asyncio.sleep(1)
    finally:
        print("closed")

async def main():
    generator = endless()
    async for n in generator:
        print(n)
        break
    print("main ends")
    await generator.aclose()

asyncio.run(main())
