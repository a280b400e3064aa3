"""Two mirrors answer, and each sets the result."""

import asyncio


async def ask(mirror, delay, answer):
    await asyncio.sleep(delay)
    if not answer.done():
        answer.set_result("the answer")


async def main():
    answer = asyncio.get_running_loop().create_future()
    near = asyncio.create_task(ask("near", 0.01, answer))
    far = asyncio.create_task(ask("far", 0.1, answer))
    print(await answer)
    await asyncio.sleep(0.02)
    # The other answer is not needed any more.
    far.cancel()
    near.cancel()
    await asyncio.wait([near, far])
    for task in (near, far):
        if not task.cancelled() and task.exception():
            print(repr(task.exception()))


asyncio.run(main())
