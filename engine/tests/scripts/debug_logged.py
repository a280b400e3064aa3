"""With logging at the level DEBUG, a loop says that it was made; in debug mode, also that it was closed."""
import asyncio
import logging
import sys

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s")


async def main():
    logging.info("in main")


asyncio.run(main())
asyncio.run(main(), debug=True)
loop = asyncio.SelectorEventLoop(None)
loop.close()
loop.close()
