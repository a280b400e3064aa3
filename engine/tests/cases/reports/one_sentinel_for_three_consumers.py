# Line 9: one None ends one of three consumers. Source: mortalapps.com asyncio.Queue lesson.
import asyncio


async def producer(lines):
    for number in range(6):
        await asyncio.sleep(0.01)
        await lines.put(f"GET /{number}")
    await lines.put(None)
    print("producer is through")


async def consumer(name, lines, parsed):
    while True:
        line = await lines.get()
        if line is None:
            break
        await asyncio.sleep(0.03)
        parsed.append(line.split()[1])
    print(name, "is through")


async def main():
    lines, parsed = asyncio.Queue(maxsize=5), []
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(lines), name="producer")
        for n in range(3):
            group.create_task(consumer(f"parser-{n}", lines, parsed), name=f"parser-{n}")
    print(len(parsed), "parsed")


asyncio.run(main())
