# Nothing is wrong: an event wakes the task that waits for the reply.
import asyncio

replies = []


async def receive(came):
    await asyncio.sleep(0.3)
    replies.append("ready")
    came.set()


async def wait_for_reply(came):
    await came.wait()
    return replies.pop()


async def main():
    came = asyncio.Event()
    reader = asyncio.create_task(receive(came))
    print(await wait_for_reply(came))
    await reader


asyncio.run(main())
