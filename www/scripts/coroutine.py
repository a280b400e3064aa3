# Look at the moment of the call: no bar begins there. It begins where the coroutine is awaited.
#
# Calling an async function runs none of its lines: it creates a coroutine, a call that can pause. Each await of
# asyncio.sleep is such a pause, and the coroutine continues on the line after it.
import asyncio


async def greet(name):
    print(f"hello, {name}")
    await asyncio.sleep(1)
    print(f"{name} paused here for a second")
    await asyncio.sleep(0.5)
    return f"goodbye, {name}"


async def main():
    coroutine = greet("Ada")
    print("called, and nothing happened:", type(coroutine).__name__)
    await asyncio.sleep(0.5)

    goodbye = await coroutine
    print(goodbye)

    try:
        await coroutine
    except RuntimeError as error:
        print("a second time:", error)


asyncio.run(main())
