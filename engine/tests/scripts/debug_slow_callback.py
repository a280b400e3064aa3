"""Debug mode is on where it was asked for."""
import asyncio

async def main():
    print(asyncio.get_running_loop().get_debug(), asyncio.get_running_loop().slow_callback_duration)

asyncio.run(main(), debug=True)
asyncio.run(main(), debug=False)
