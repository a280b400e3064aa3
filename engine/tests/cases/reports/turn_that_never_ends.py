# Line 8: this loop never awaits, so nobody else runs again. Source: python-websockets/websockets#897.
import asyncio

stop = [False]


async def producer():
    while True:
        if stop[0]:
            break
    return "producer saw the flag"


async def consumer(inbox):
    message = await inbox.get()
    print("message", message)
    stop[0] = True


async def client(inbox):
    await asyncio.sleep(0.1)
    await inbox.put("quit")


async def main():
    inbox = asyncio.Queue()
    tasks = [
        asyncio.create_task(consumer(inbox), name="consumer"),
        asyncio.create_task(client(inbox), name="client"),
        asyncio.create_task(producer(), name="producer"),
    ]
    print("handler begins")
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("never printed")


asyncio.run(main())
