"""Main may be cancelled, too: run raises CancelledError."""
import asyncio

async def main():
    asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel)
    try:
        await asyncio.sleep(10)
    finally:
        print("main's cleanup")

try:
    asyncio.run(main())
except asyncio.CancelledError:
    print("run raised it")
