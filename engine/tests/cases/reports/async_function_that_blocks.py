# Line 7: a blocking call in an async function, so the calls run one after the other. Source: langchain-ai/langchain#24433.
import asyncio
import time


def embed(text):
    time.sleep(0.3)  # a request with a blocking client
    return len(text)


class Chain:
    async def ainvoke(self, text):
        vector = embed(text)
        await asyncio.sleep(0)
        return vector


async def spinner():
    turns = 0
    try:
        while True:
            await asyncio.sleep(0.05)
            turns += 1
    finally:
        print("spinner turned", "often" if turns > 8 else "hardly")


async def main():
    spinning = asyncio.create_task(spinner(), name="spinner")
    await asyncio.sleep(0)
    began = time.perf_counter()
    print(await asyncio.gather(*(Chain().ainvoke(q) for q in ("why", "how", "when"))))
    print(f"took {time.perf_counter() - began:.1f} s for 3 calls of 0.3 s")
    spinning.cancel()


asyncio.run(main())
