# What is sent: parameters, headers, and bodies of several kinds.
import asyncio
import aiohttp


async def echo(session, method, **options):
    async with session.request(method, "echo", **options) as response:
        said = await response.json()
    kind = said["headers"].get("content-type")
    print(said["method"], said["body"], kind, said["headers"].get("x-own"))
    return said


async def main():
    async with aiohttp.ClientSession(headers={"X-Own": "session"}) as session:
        await echo(session, "post", json={"name": "Ada", "n": [1, 2]})
        await echo(session, "post", data={"name": "Ada Lovelace", "n": 1}, headers={"x-own": "request"})
        await echo(session, "put", data="text")
        await echo(session, "patch", data=b"bytes", headers={"Content-Type": "image/png"})
        await echo(session, "delete")
        said = await echo(session, "get", params={"q": "two words", "n": 3})
        print(said["url"].rpartition("/")[2])
        try:
            await session.post("echo", json=1, data=2)
        except ValueError as error:
            print(error)


asyncio.run(main())
