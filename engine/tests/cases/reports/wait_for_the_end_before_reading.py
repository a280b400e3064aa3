# Line 24: it waits for the child, which waits for room in its full pipe. Source: bytedance/SandboxFusion#53.
import asyncio


class Process:
    """A child whose standard output is a pipe of limited size."""

    def __init__(self, lines):
        self.stdout = asyncio.Queue(maxsize=4)
        self._ended = asyncio.create_task(self._run(lines), name="child")

    async def _run(self, lines):
        for number in range(lines):
            await self.stdout.put(f"line {number}")
        await self.stdout.put(None)
        return 0

    async def wait(self):
        return await self._ended


async def run(lines):
    process = Process(lines)
    code = await process.wait()
    output = []
    while (line := await process.stdout.get()) is not None:
        output.append(line)
    return code, len(output)


async def main():
    print("short:", await run(2))
    print("long:", await run(10))


asyncio.run(main())
