"""SystemExit passes through all."""
import asyncio, sys

async def work():
    sys.exit("enough")

async def main():
    try:
        await asyncio.create_task(work())
    finally:
        print("finally")

asyncio.run(main())
