"""wait's three ways to return."""
import asyncio

async def work(delay, fails=False):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(delay)
    return delay

async def main():
    for mode in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [asyncio.create_task(work(1)), asyncio.create_task(work(2, True)), asyncio.create_task(work(3))]
        done, pending = await asyncio.wait(tasks, return_when=mode)
        print(mode, len(done), len(pending), [task in done for task in tasks])
        if pending:
            await asyncio.wait(pending)
        tasks[1].exception()

asyncio.run(main())
