"""At most two at once."""
import asyncio

async def work(n, semaphore):
    async with semaphore:
        print("begin", n, asyncio.get_running_loop().time())
        await asyncio.sleep(1)

async def main():
    semaphore = asyncio.Semaphore(2)
    await asyncio.gather(*(work(n, semaphore) for n in range(5)))
    print(semaphore.locked())

asyncio.run(main())
