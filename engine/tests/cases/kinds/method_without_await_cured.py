# Nothing is wrong: flush is awaited.
import asyncio


class Journal:
    def __init__(self):
        self.lines, self.written = [], []

    async def flush(self):
        await asyncio.sleep(0.01)
        self.written += self.lines

    async def add(self, line):
        self.lines.append(line)
        await self.flush()


async def main():
    journal = Journal()
    await journal.add("first")
    print("written:", journal.written)


asyncio.run(main())
