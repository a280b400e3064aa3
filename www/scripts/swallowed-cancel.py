# Look at the deaf task: it is asked to stop at half a second, and goes on all the same.
#
# A mistake. A cancellation arrives as an exception, CancelledError. Whoever catches it and does not raise it
# again refuses, so timeouts and task groups have to wait for the end of the work.
import asyncio


async def polite():
    for n in range(4):
        try:
            await asyncio.sleep(0.3)
        except asyncio.CancelledError:
            print("polite: puts its things away, and goes")
            raise


async def deaf():
    for n in range(4):
        try:
            await asyncio.sleep(0.3)
        except BaseException as error:
            print(f"deaf: caught {type(error).__name__}, goes on")


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
