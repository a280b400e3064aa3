"""Names of asyncio that cannot be used here can be imported, and used in annotations."""
import asyncio
import asyncio.streams
import asyncio.subprocess
import inspect
from asyncio import (
    DatagramProtocol, IncompleteReadError, Protocol, Server, StreamReader, StreamWriter, Transport, open_connection,
    start_server,
)

async def handle(reader: StreamReader, writer: asyncio.StreamWriter) -> None:
    print(await reader.readline())

class Echo(Protocol):
    def connection_made(self, transport: Transport):
        print("made", transport)

async def main():
    reader = StreamReader()
    reader.feed_data(b"a line\nthe rest")
    reader.feed_eof()
    await handle(reader, None)
    try:
        await reader.readexactly(100)
    except IncompleteReadError as error:
        print(error)
    Echo().connection_made("a transport")
    print(asyncio.subprocess.PIPE, inspect.iscoroutinefunction(open_connection))

asyncio.run(main())
