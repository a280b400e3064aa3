# Line 7: the queue has no limit, and is filled faster than it is emptied. Source: m96-chan/ProcTap#24.
import asyncio


class Capture:
    def __init__(self):
        self.chunks = asyncio.Queue()

    async def record(self, count):
        for number in range(count):
            await asyncio.sleep(0.005)
            self.chunks.put_nowait(bytes(64))
        self.chunks.put_nowait(None)

    async def write(self):
        written = 0
        while (chunk := await self.chunks.get()) is not None:
            await asyncio.sleep(0.015)
            written += len(chunk)
        return written


async def meter(capture):
    most = 0
    while True:
        await asyncio.sleep(0.02)
        most = max(most, capture.chunks.qsize())
        if most and not capture.chunks.qsize():
            return most


async def main():
    capture = Capture()
    recording = asyncio.create_task(capture.record(200), name="recorder")
    written, most = await asyncio.gather(capture.write(), meter(capture))
    await recording
    print(written, "bytes;", "backlog of over 100 chunks" if most > 100 else "no backlog")


asyncio.run(main())
