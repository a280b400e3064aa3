# Line 7: a blocking call, so neither the timeout nor other timers come in time. Source: openJiuwen-ai/jiuwenswarm#3466.
import asyncio
import time


async def web_fetch(url):
    time.sleep(0.8)  # requests.get
    return f"page {url}"


async def other_agent(name):
    began = time.monotonic()
    await asyncio.sleep(0.1)
    waited = time.monotonic() - began
    print(name, "slept", "as long as asked" if waited < 0.3 else "far too long")


async def call_tool(tool, *args, limit):
    try:
        async with asyncio.timeout(limit):
            return await tool(*args)
    except TimeoutError:
        return "tool timed out"


async def main():
    agents = [asyncio.create_task(other_agent(f"agent-{n}"), name=f"agent-{n}") for n in range(3)]
    await asyncio.sleep(0)
    print(await call_tool(web_fetch, "news", limit=0.2))
    await asyncio.gather(*agents)


asyncio.run(main())
