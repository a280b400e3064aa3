"""The least item first, by Python's own comparison."""
import asyncio
from dataclasses import dataclass, field

@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)

async def main():
    queue = asyncio.PriorityQueue()
    for job in (Job(3, "c"), Job(1, "a"), Job(2, "b")):
        queue.put_nowait(job)
    while not queue.empty():
        print((await queue.get()).name)
    for pair in ((2, "x"), (1, "y")):
        await queue.put(pair)
    print(queue.get_nowait(), queue.get_nowait())

asyncio.run(main())
