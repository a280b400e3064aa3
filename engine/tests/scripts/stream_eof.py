"""The end of a stream: read, readexactly, readuntil, readline and at_eof."""
import asyncio

async def handle(reader, writer):
    how = await reader.readexactly(2)
    writer.write({b"a\n": b"", b"b\n": b"12345", b"c\n": b"line 1\nline 2", b"d\n": b"x;y;z"}[how])
    if how == b"b\n":
        print("can", writer.can_write_eof())
        writer.write_eof()
        try:
            writer.write(b"more")
        except RuntimeError as error:
            print(error)
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async def ask(how):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(how)
        writer.write(b"")
        writer.writelines([b"\n", b""])
        await writer.drain()
        return reader, writer
    reader, writer = await ask(b"a")
    print(await reader.read(), await reader.read(5), await reader.readline(), reader.at_eof())
    writer.close()
    reader, writer = await ask(b"b")
    print(await reader.readexactly(3), await reader.readexactly(0), reader.at_eof())
    try:
        await reader.readexactly(3)
    except asyncio.IncompleteReadError as error:
        print(repr(error), error.partial, error.expected, reader.at_eof())
    writer.close()
    reader, writer = await ask(b"c")
    print([line async for line in reader])
    writer.close()
    reader, writer = await ask(b"d")
    print(await reader.readuntil(b";"), await reader.readuntil(b";"))
    try:
        await reader.readuntil(b";")
    except asyncio.IncompleteReadError as error:
        print(error, error.partial, isinstance(error, EOFError))
    writer.close()
    await writer.wait_closed()
    print(writer.is_closing())
    server.close()

asyncio.run(main())
