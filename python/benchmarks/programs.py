"""The programs whose recording is measured: an async function `work` in each."""

from __future__ import annotations

from dataclasses import dataclass

SLEEPS = """
import asyncio

async def one():
    for _ in range(10):
        await asyncio.sleep(0)

async def work():
    await asyncio.gather(*(one() for _ in range(2000)))
"""
QUEUE = """
import asyncio

async def put(queue):
    for item in range(100_000):
        await queue.put(item)

async def get(queue):
    for _ in range(100_000):
        await queue.get()

async def work():
    queue = asyncio.Queue(64)
    await asyncio.gather(put(queue), get(queue))
"""
AIOHTTP = """
import asyncio
import aiohttp
from aiohttp import web

async def handle(request):
    return web.Response(text="hello")

async def work():
    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    limit = asyncio.Semaphore(50)
    async with aiohttp.ClientSession() as session:
        async def one():
            async with limit, session.get(f"http://127.0.0.1:{port}/") as response:
                await response.read()
        await asyncio.gather(*(one() for _ in range(2000)))
    await runner.cleanup()
"""


@dataclass(frozen=True)
class Program:
    """A program with the multiple of its time that recording may take."""

    name: str
    text: str
    target: float


PROGRAMS = (
    Program("aiohttp, 2,000 requests, 50 at a time", AIOHTTP, 1.15),
    Program("100,000 items through Queue(64)", QUEUE, 1.2),
    Program("2,000 tasks × 10 sleep(0)", SLEEPS, 2.5),
)
