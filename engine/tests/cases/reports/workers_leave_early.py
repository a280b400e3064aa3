# Line 9: a worker ends while another is about to put more pages in. Source: omkarcloud/botasaurus#263.
import asyncio

SITE = {"/": ["/a", "/b"], "/a": ["/a1", "/a2", "/a3"], "/b": ["/b1", "/b2"]}


async def worker(name, queue, seen):
    pages = 0
    while not queue.empty():
        page = await queue.get()
        await asyncio.sleep(0.1)
        pages += 1
        for link in SITE.get(page, []):
            if link not in seen:
                seen.add(link)
                queue.put_nowait(link)
    print(name, "leaves after", pages, "pages")


async def main():
    queue, seen = asyncio.Queue(), {"/"}
    queue.put_nowait("/")
    workers = [asyncio.create_task(worker(f"w{n}", queue, seen), name=f"w{n}") for n in range(3)]
    await asyncio.gather(*workers)
    print("seen", len(seen), "pages")


asyncio.run(main())
