# Line 10: the task that took this item is cancelled before it returns it. Source: python-websockets/websockets#166.
import asyncio


class Socket:
    def __init__(self):
        self.frames = asyncio.Queue()

    async def recv(self):
        head = await self.frames.get()
        await asyncio.sleep(0.03)  # the rest of the frame
        return head


async def server(socket):
    for number in range(6):
        await socket.frames.put(number)
        await asyncio.sleep(0.07)


async def main():
    socket = Socket()
    feeding = asyncio.create_task(server(socket), name="server")
    got = []
    for _ in range(8):
        reading = asyncio.create_task(socket.recv())
        done, pending = await asyncio.wait([reading], timeout=0.05)
        if done:
            got.append(reading.result())
        else:
            reading.cancel()
    await feeding
    print("sent 6, got", len(got), got)


asyncio.run(main())
