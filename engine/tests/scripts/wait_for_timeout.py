"""wait_for cancels what is late, and waits for its cleanup."""
import asyncio

async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(1)
        print("cleaned up")

async def main():
    try:
        await asyncio.wait_for(slow(), 2)
    except asyncio.TimeoutError as error:
        print("TimeoutError", error.args, asyncio.get_running_loop().time())

asyncio.run(main())
