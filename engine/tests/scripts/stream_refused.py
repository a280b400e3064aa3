"""Connections that are refused, and addresses that are in use."""
import asyncio

async def main():
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        await asyncio.start_server(lambda r, w: None, "127.0.0.1", port)
    except OSError as error:
        # Python 3.13 and newer repeat the number.
        print(type(error).__name__, error.errno, str(error).replace(str(port), "PORT").replace("[errno 98] ", ""))
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as error:
        print(error.errno, str(error).replace(str(port), "PORT"), repr(error).replace(str(port), "PORT"))
    try:
        await asyncio.open_connection("localhost", port)
    except OSError as error:
        print(type(error).__name__)
    again = await asyncio.start_server(lambda r, w: None, "127.0.0.1", port)
    print(again.sockets[0].getsockname()[1] == port)
    again.close()
    for wrong in (dict(), dict(host="127.0.0.1", port=port, sock=object())):
        try:
            await asyncio.open_connection(**wrong)
        except ValueError as error:
            print(error)
    try:
        await asyncio.start_server(lambda r, w: None)
    except ValueError as error:
        print(error)

asyncio.run(main())
