# Nothing is wrong: a semaphore that a task refills is never given back by those who take.
import asyncio


async def refill(tokens):
    while True:
        await asyncio.sleep(0.1)
        tokens.release()


async def request(n, tokens):
    await tokens.acquire()
    await asyncio.sleep(0.02)
    return n


async def main():
    tokens = asyncio.Semaphore(2)
    refilling = asyncio.create_task(refill(tokens), name="refill")
    print(await asyncio.gather(*(request(n, tokens) for n in range(6))))
    refilling.cancel()


asyncio.run(main())
