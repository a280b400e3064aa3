"""Measures what recording costs: times of three programs plain and recorded, in turns, as medians and their ratio.

    python benchmarks/overhead.py [RUNS]

The time is that of the processor for the work itself, when it runs the second time in its process. Writing the file comes
after it.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent / "src"
TIMED = """
import asyncio, time

async def timed():
    # The first run imports modules, and Python has not adapted its code yet.
    await work()
    began = time.process_time()
    await work()
    print(time.process_time() - began)

asyncio.run(timed())
"""
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
# The targets are those of the issue.
PROGRAMS = [
    ("aiohttp, 2,000 requests, 50 at a time", AIOHTTP, 1.15),
    ("100,000 items through Queue(64)", QUEUE, 1.2),
    ("2,000 tasks x 10 sleep(0)", SLEEPS, 2.5),
]


def seconds(command: list[str], script: pathlib.Path) -> float:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, *command, str(script)], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return float(done.stdout)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"Python {sys.version.split()[0]}, medians of {runs}")
    with tempfile.TemporaryDirectory() as folder:
        script, file = pathlib.Path(folder, "work.py"), pathlib.Path(folder, "work.coro.json")
        for name, program, target in PROGRAMS:
            script.write_text(program + TIMED)
            plain, recorded = [], []
            for _ in range(runs):
                plain.append(seconds([], script))
                recorded.append(seconds(["-m", "coroscope", "-o", str(file)], script))
            one, other = statistics.median(plain), statistics.median(recorded)
            megabytes = file.stat().st_size / 1e6
            print(
                f"{name}: {one * 1000:.0f} ms plain, {other * 1000:.0f} ms recorded, "
                f"ratio {other / one:.2f} (target {target}), file {megabytes:.1f} MB"
            )


if __name__ == "__main__":
    main()
