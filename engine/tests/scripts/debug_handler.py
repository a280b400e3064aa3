"""In debug mode, the loop says where the failed object was created."""
import asyncio
import logging
import re

class Lines(logging.Handler):
    def emit(self, record):
        text = record.getMessage()
        print(re.sub("0x[0-9a-f]+", "0x…", re.search("(?s)^[^\n]*", text)[0]))
        print(re.search("[a-z_]+: (Object|Handle) created at .*", text)[0])
        print(re.findall('File "script.py", line [0-9]+, in main', text)[-1])

async def fails():
    raise ValueError("lost")

async def main():
    loop = asyncio.get_running_loop()
    task = loop.create_task(fails(), name="fails")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    loop.call_soon(divmod, 1, 0)
    await asyncio.sleep(0)

logger = logging.getLogger("asyncio")
logger.addHandler(Lines(logging.ERROR))
logger.propagate = False
asyncio.run(main(), debug=True)
logger.handlers.clear()
