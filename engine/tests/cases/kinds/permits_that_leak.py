# Line 6: the permit is given back only where the page is found, so permits leak.
import asyncio


async def visit(url, permits):
    await permits.acquire()
    await asyncio.sleep(0.05)
    if "missing" in url:
        return None
    permits.release()
    return url


async def main():
    permits = asyncio.Semaphore(3)
    urls = ("a", "missing 1", "b", "missing 2", "c")
    print(await asyncio.gather(*(visit(url, permits) for url in urls)))


asyncio.run(main())
