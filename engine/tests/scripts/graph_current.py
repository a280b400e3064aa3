"""The call graph of the running task names what awaits it."""
import asyncio
import re

async def deep():
    graph = asyncio.format_call_graph(depth=2)
    print(re.sub("0x[0-9a-f]+|, line [0-9]+", "…", graph.split("  + Awaited by:")[1]))

async def child():
    await deep()

async def main():
    task = asyncio.create_task(child(), name="child")
    await task

async def outer():
    await asyncio.create_task(main(), name="main")

asyncio.run(outer())
