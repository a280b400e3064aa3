"""The states of coroutines, of asyncio's own as well."""
import asyncio
import inspect

async def own():
    await asyncio.sleep(0.1)

def states(coroutines):
    return [inspect.getcoroutinestate(it) for it in coroutines]

async def main():
    lock = asyncio.Lock()
    coroutines = [own(), asyncio.sleep(0.1), asyncio.Event().wait(), lock.acquire()]
    print(states(coroutines), [it.cr_frame is None for it in coroutines])
    task = asyncio.create_task(coroutines[0])
    sleeping = asyncio.create_task(coroutines[1])
    await asyncio.sleep(0)
    print(states(coroutines[:2]))
    await asyncio.gather(task, sleeping)
    for it in coroutines[2:]:
        it.close()
    print(states(coroutines), [it.cr_frame is None for it in coroutines])

asyncio.run(main())
