# Line 14: this loop asks for its next turn again and again, until the reply has come after 0.3 s.
import asyncio

replies = []


async def receive():
    await asyncio.sleep(0.3)
    replies.append("ready")


async def wait_for_reply():
    while not replies:
        await asyncio.sleep(0)
    return replies.pop()


async def main():
    reader = asyncio.create_task(receive())
    print(await wait_for_reply())
    await reader


asyncio.run(main())
