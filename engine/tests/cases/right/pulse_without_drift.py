# Nothing is wrong: each sleep is as long as it takes to the next full tick.
import asyncio
import random


async def work(n):
    await asyncio.sleep(0.01 + 0.03 * random.Random(n).random())


async def main():
    loop = asyncio.get_running_loop()
    due = loop.time()
    for n in range(10):
        await work(n)
        due += 0.1
        await asyncio.sleep(due - loop.time())
    print("ticked 10 times")


asyncio.run(main())
