"""Futures and tasks whose classes override methods: those are called."""
import asyncio

class Loud(asyncio.Future):
    def add_done_callback(self, function, *, context=None):
        print("added")
        super().add_done_callback(function, context=context)

    def set_result(self, result):
        print("set", result)
        super().set_result(result)

class Asked(asyncio.Task):
    def cancel(self, msg=None):
        print("cancel", self.get_name(), msg)
        return super().cancel(msg)

async def sleeps():
    await asyncio.sleep(1)

async def awaits(task):
    await task

async def main():
    loop = asyncio.get_running_loop()
    future = Loud()
    loop.call_later(0.1, future.set_result, 3)
    print(await future)
    loop.set_task_factory(lambda loop, coroutine, **named: Asked(coroutine, loop=loop, **named))
    inner = asyncio.create_task(sleeps(), name="inner")
    outer = asyncio.create_task(awaits(inner), name="outer")
    await asyncio.sleep(0.1)
    outer.cancel("enough")
    try:
        await outer
    except asyncio.CancelledError as error:
        print(repr(error), inner.cancelled())

asyncio.run(main())
