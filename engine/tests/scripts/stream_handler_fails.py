"""A handler that fails is reported, and its connection closed; so is a plain function as a handler."""
import asyncio

def report(loop, context):
    print(context["message"], repr(context.get("exception")))

async def fail(reader, writer):
    line = await reader.readline()
    raise ValueError(line.decode().strip())

def plain(reader, writer):
    writer.write(b"plain\n")
    writer.close()

async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    for handler in (fail, plain):
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"wrong\n")
        await asyncio.sleep(0.1)
        if handler is plain:
            print(await reader.readline())
        writer.close()
        server.close()

asyncio.run(main())
