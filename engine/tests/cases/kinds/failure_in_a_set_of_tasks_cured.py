# Nothing is wrong: the callback looks at the exception.
import asyncio

running = set()


async def send(mail):
    await asyncio.sleep(0.1)
    if "@" not in mail:
        raise ValueError(f"{mail} is no address")
    print("sent to", mail)


def ended(task):
    running.discard(task)
    if error := task.exception():
        print("not sent:", error)


def start(mail):
    task = asyncio.create_task(send(mail), name=mail)
    running.add(task)
    task.add_done_callback(ended)


async def main():
    for mail in ("ada@example.org", "bob"):
        start(mail)
    await asyncio.sleep(0.5)
    print("main ends")


asyncio.run(main())
