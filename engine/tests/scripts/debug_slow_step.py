"""In debug mode, the loop tells which step of a task took long."""
import asyncio
import logging
import re
import time

class Lines(logging.Handler):
    def emit(self, record):
        print(*re.search("(Executing <Task [a-z]+ name='[a-z]+').*( took .*)", record.getMessage()).groups())

async def blocks():
    time.sleep(0.2)
    await asyncio.sleep(0)
    time.sleep(0.05)

async def main():
    await asyncio.create_task(blocks(), name="blocks")

logger = logging.getLogger("asyncio")
logger.addHandler(Lines(logging.WARNING))
logger.propagate = False
asyncio.run(main(), debug=True)
asyncio.run(main())
