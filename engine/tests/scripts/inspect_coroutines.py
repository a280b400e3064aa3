"""What inspect says about the coroutines of asyncio."""
import asyncio
import collections.abc
import inspect

async def main():
    sleeping = asyncio.sleep(0, "slept")
    print(inspect.iscoroutine(sleeping), inspect.isawaitable(sleeping), type(sleeping).__name__)
    print(isinstance(sleeping, collections.abc.Coroutine), sleeping.cr_running)
    print(inspect.iscoroutinefunction(asyncio.sleep), await sleeping)
    getting = asyncio.Queue().get()
    print(inspect.iscoroutine(getting), getting.__qualname__)
    methods = asyncio.Queue().put, asyncio.Event().wait, asyncio.Lock().acquire, asyncio.Queue().qsize, asyncio.Event().set
    print([inspect.iscoroutinefunction(method) for method in methods])
    getting.close()

asyncio.run(main())
