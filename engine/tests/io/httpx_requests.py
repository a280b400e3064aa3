"""Requests of httpx."""

import asyncio

import httpx


async def main():
    async with httpx.AsyncClient(base_url="http://site.example/") as client:
        response = await client.get("docs/gather.txt")
        print(response.status_code, response.reason_phrase, response.is_success, len(response.text.split()) > 10)
        print(response.headers["content-type"], response.encoding, response.url)
        missing = await client.get("docs/nothing.txt")
        try:
            missing.raise_for_status()
        except httpx.HTTPStatusError as error:
            print(type(error).__name__, error.response.status_code)
        echo = (await client.post("echo", json={"a": 1}, headers={"X-Own": "yes"}, params={"q": "a b"})).json()
        print(echo["method"], echo["url"], echo["headers"]["x-own"], echo["headers"]["content-type"], echo["body"])
        form = (await client.put("echo", data={"name": "Ada"})).json()
        print(form["headers"]["content-type"], form["body"])
        try:
            await client.get("refused")
        except httpx.ConnectError as error:
            print(type(error).__name__)
        try:
            await client.get("slow", timeout=1)
        except httpx.TimeoutException as error:
            print(type(error).__name__)
        both = await asyncio.gather(*(client.get(f"docs/{name}.txt") for name in ("gather", "queue")))
        print([response.status_code for response in both])
        async with client.stream("GET", "docs/gather.txt") as response:
            print(sum([len(part) async for part in response.aiter_bytes()]) > 100)


asyncio.run(main())
