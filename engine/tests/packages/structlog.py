"""Logging with keys and values."""

import asyncio

import structlog

structlog.configure(processors=[
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.KeyValueRenderer(key_order=["event", "level"]),
])
log = structlog.get_logger()


async def work(name):
    structlog.contextvars.bind_contextvars(task=name)
    await asyncio.sleep(0.1)
    log.info("worked", seconds=0.1)


async def main():
    log.bind(app="demo").warning("starts")
    await asyncio.gather(work("a"), work("b"))


asyncio.run(main())
