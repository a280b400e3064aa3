"""wait's timeout neither raises nor cancels."""
import asyncio

async def main():
    task = asyncio.create_task(asyncio.sleep(5, "late"))
    done, pending = await asyncio.wait({task}, timeout=1)
    print(len(done), len(pending), asyncio.get_running_loop().time())
    print(await task)

asyncio.run(main())
