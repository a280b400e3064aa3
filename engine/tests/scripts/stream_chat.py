"""A chat: each line goes to all clients."""
import asyncio

class Chat:
    def __init__(self):
        self.writers = {}

    async def handle(self, reader, writer):
        name = (await reader.readline()).decode().strip()
        self.writers[name] = writer
        await self.tell_all(f"{name} joined, {len(self.writers)} here")
        try:
            async for line in reader:
                await self.tell_all(f"{name}: {line.decode().strip()}")
        finally:
            del self.writers[name]
            await self.tell_all(f"{name} left")
            writer.close()

    async def tell_all(self, text):
        for writer in self.writers.values():
            writer.write(text.encode() + b"\n")
            await writer.drain()

async def member(port, name, lines, heard):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(name.encode() + b"\n")
    async def listen():
        while line := await reader.readline():
            heard.append(line.decode().strip())
    listening = asyncio.create_task(listen())
    for line in lines:
        await asyncio.sleep(1)
        writer.write(line.encode() + b"\n")
    await asyncio.sleep(1)
    writer.write_eof()
    await listening
    writer.close()

async def main():
    chat = Chat()
    server = await asyncio.start_server(chat.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    heard = {name: [] for name in ("ann", "ben")}
    ann = asyncio.create_task(member(port, "ann", ["hello", "anyone?", "bye"], heard["ann"]))
    await asyncio.sleep(1.5)
    ben = asyncio.create_task(member(port, "ben", ["hi"], heard["ben"]))
    await asyncio.gather(ann, ben)
    server.close()
    await server.wait_closed()
    for name, lines in heard.items():
        print(name, lines)

asyncio.run(main())
