"""gather of gathers."""
import asyncio

async def value(n):
    await asyncio.sleep(n)
    return n

async def main():
    inner = [asyncio.gather(value(n), value(n + 1)) for n in (1, 3)]
    print(await asyncio.gather(*inner))

asyncio.run(main())
