"""A queue between a thread and a coroutine."""

import asyncio

import janus


def threaded(queue):
    for n in range(3):
        queue.put(n)
    queue.join()


async def main():
    queue = janus.Queue()
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, threaded, queue.sync_q)
    for _ in range(3):
        print(await queue.async_q.get())
        queue.async_q.task_done()
    await future
    await queue.async_q.put("last")
    print(queue.sync_q.get(), queue.async_q.empty())
    await queue.aclose()
    print(queue.closed)


asyncio.run(main())
