"""get_event_loop without a loop is an error since Python 3.14; in a coroutine it is the running loop."""
import asyncio

async def main():
    print(asyncio.get_event_loop() is asyncio.get_running_loop())

try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print(error)
asyncio.run(main())
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
loop.run_until_complete(main())
loop.close()
