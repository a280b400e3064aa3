"""run inside of a run is refused, and so is a loop where none runs."""
import asyncio

async def inner():
    pass

async def main():
    print(asyncio.get_running_loop() is asyncio.get_event_loop())
    coroutine = inner()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()

try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
asyncio.run(main())
try:
    asyncio.run(42)
except (TypeError, ValueError):
    print("a coroutine is needed")
