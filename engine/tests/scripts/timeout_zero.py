"""timeout(0) fires at the first suspension; a body without any can't expire."""
import asyncio

async def main():
    async with asyncio.timeout(0) as scope:
        print("no wait")
    print(scope.expired())
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(0)
            print("after sleep(0)")
            await asyncio.sleep(1)
            print("never")
    except TimeoutError:
        print("expired")

asyncio.run(main())
