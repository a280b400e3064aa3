# Look at the deaf task: it is asked to stop after half a second, and continues nevertheless.
#
# A mistake. A cancellation arrives as an exception, CancelledError. A task that catches it and does not raise it
# again refuses to stop, so timeouts and task groups have to wait for the end of its work.
import asyncio


async def polite():
    for n in range(4):
        try:
            await asyncio.sleep(0.3)
        except asyncio.CancelledError:
            print("polite: cleans up and stops")
            raise


async def deaf():
    for n in range(4):
        try:
            await asyncio.sleep(0.3)
        except BaseException as error:
            print(f"deaf: caught {type(error).__name__}, continues")


async def main():
    loop = asyncio.get_running_loop()
    for work in (polite, deaf):
        began = loop.time()
        task = asyncio.create_task(work(), name=work.__name__)
        await asyncio.sleep(0.5)
        task.cancel()
        await asyncio.wait([task])
        took = loop.time() - began
        print(f"{work.__name__}: over after {took:.1f} s, cancelled: {task.cancelled()}")


asyncio.run(main())
