"""A group of downloads, one of which fails: the others are cancelled, and clean up."""

import asyncio
from time import perf_counter

URLS = ["event-loop.txt", "missing.txt", "future.txt", "task.txt", "gather.txt"]
LATENCY, CLOSING, CLOSE_FAILS = 0.2, 0.15, False


async def main():
    began = perf_counter()
    try:
        async with asyncio.TaskGroup() as group:
            for n, url in enumerate(URLS):
                group.create_task(download(n, url), name=url)
        print("all tasks are done")
    # Continues once all tasks have ended, the cancelled ones included.
    except* OSError as group:
        print(f"errors of the group: {len(group.exceptions)}")
        for error in group.exceptions:
            print(error)
    print(f"the group ended after {(perf_counter() - began) * 1000:.0f} ms")


async def download(n, url):
    try:
        await asyncio.sleep(LATENCY * (n + 1))
        page = fetch(url)
        print(f"{url}: {len(page.split())} words")
    finally:
        await close(n, url)


async def close(n, url):
    """Runs whether the download succeeded or not."""
    await asyncio.sleep(CLOSING)
    if CLOSE_FAILS and n == 2:
        # A cleanup can fail, too: this one requests a document that does not exist.
        raise OSError("nobody could not be fetched: 404 Not Found")
    print(f"{url} is closed")


def fetch(url):
    # A browser or an HTTP client would ask the network here.
    if url == "missing.txt":
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


asyncio.run(main())
