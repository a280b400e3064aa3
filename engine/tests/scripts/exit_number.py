"""sys.exit with a number, from inside of a task."""
import asyncio
import sys

async def main():
    print("begins")
    sys.exit(3)

asyncio.run(main())
