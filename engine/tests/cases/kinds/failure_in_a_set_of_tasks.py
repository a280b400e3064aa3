# Line 17: the callback drops the task, and nobody looks at its exception.
import asyncio

running = set()


async def send(mail):
    await asyncio.sleep(0.1)
    if "@" not in mail:
        raise ValueError(f"{mail} is no address")
    print("sent to", mail)


def start(mail):
    task = asyncio.create_task(send(mail), name=mail)
    running.add(task)
    task.add_done_callback(running.discard)


async def main():
    for mail in ("ada@example.org", "bob"):
        start(mail)
    await asyncio.sleep(0.5)
    print("all sent, one would think")


asyncio.run(main())
