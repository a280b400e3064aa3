# Line 33: the merged stream is left early, and the tasks that feed it go on. Source: google-gemini/genai-processors#164.
import asyncio

produced = {"audio": 0, "video": 0}


async def camera(name, count):
    for number in range(count):
        await asyncio.sleep(0.02)
        produced[name] += 1
        yield f"{name} {number}"


async def merge(*streams):
    queue = asyncio.Queue()

    async def feed(stream):
        async for item in stream:
            await queue.put(item)
        await queue.put(None)

    tasks = [asyncio.create_task(feed(stream), name=f"feeder-{n}") for n, stream in enumerate(streams)]
    left = len(tasks)
    while left:
        item = await queue.get()
        if item is None:
            left -= 1
        else:
            yield item


async def main():
    async for item in merge(camera("audio", 20), camera("video", 20)):
        print("first item:", item)
        break
    await asyncio.sleep(0.3)
    print("made meanwhile:", "a lot" if sum(produced.values()) > 10 else "hardly anything")


asyncio.run(main())
