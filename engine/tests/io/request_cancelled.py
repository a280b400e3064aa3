# A request that is cancelled is given up; the others of its group, too.
import asyncio
import aiohttp


async def ask(session, url):
    try:
        async with session.get(url) as response:
            return response.status
    except asyncio.CancelledError:
        print(url, "was cancelled")
        raise


async def main():
    async with aiohttp.ClientSession() as session:
        task = asyncio.create_task(ask(session, "slow"))
        await asyncio.sleep(0.1)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("so the task is", "cancelled" if task.cancelled() else "not cancelled")

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(ask(session, "slow"))
                group.create_task(fail())
        except* ValueError as errors:
            print(errors.exceptions)


async def fail():
    await asyncio.sleep(0.1)
    raise ValueError("no more")


asyncio.run(main())
