# Line 13: asyncio.wait takes tasks and no coroutines. Source: streamlit/streamlit#5129.
import asyncio


async def session(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    waiting = [session("a", 0.1), session("b", 0.2)]
    try:
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        print(len(done), len(pending))
    except TypeError as error:
        print("TypeError:", error)
        for coroutine in waiting:
            coroutine.close()
    tasks = [asyncio.create_task(session("a", 0.1)), asyncio.create_task(session("b", 0.2))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in done], len(pending), "pending")
    for task in pending:
        task.cancel()


asyncio.run(main())
