# The three ways to make a request, and what a response tells.
import asyncio
import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get("docs/lock.txt") as response:
            print(response.status, response.ok, response.reason, response.method)
            print(response.content_type, response.charset, response.headers["CONTENT-TYPE"])
            print("Content-Length" in response.headers, response.headers.get("X-None", "none"))
            text = await response.text()
            print(text.splitlines()[0], len(text) == response.content_length)
            print(await response.read() == text.encode(), response.closed)

        response = await session.get("docs/task.txt")
        print((await response.text()).splitlines()[0])
        response.release()

        async with session.request("get", "docs/task.txt") as response:
            print(response.method, len(await response.text()) > 100)

        async with session.head("docs/task.txt") as response:
            print(response.method, response.status)
    print(session.closed)


asyncio.run(main())
