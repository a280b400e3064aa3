"""A group of downloads, one of which fails: the others are cancelled, and clean up."""

import asyncio
from time import perf_counter

VARIANT = "one"  # setting: variant
URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather".split()]  # documents: tasks
LATENCY = 0.2  # setting: latency
CLOSING = 0.15  # setting: closing


async def main():
    began = perf_counter()
    if VARIANT != "none" and len(URLS) > 1:
        URLS[1] = "docs/missing.txt"
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
        page = await get(url)
        print(f"{url}: {len(page.split())} words")
    finally:
        await close(n, url)


async def close(n, url):
    """Runs whether the download succeeded or not."""
    await asyncio.sleep(CLOSING)
    if VARIANT == "closing" and n == 2:
        # A cleanup can fail, too: this one requests a document that does not exist.
        await get("docs/nobody.txt")
    print(f"{url} is closed")


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if url in ("docs/missing.txt", "docs/nobody.txt"):
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


asyncio.run(main())
