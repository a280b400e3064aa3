"""Recursion through functions of the library is an error that can be caught, too."""
import asyncio
import functools

class Text:
    def __str__(self):
        return f"{self}"

class Listed:
    def __iter__(self):
        return iter(list(self))

def mapped(n):
    return list(map(mapped, [n]))

def ordered(n):
    return sorted([n], key=ordered)

@functools.lru_cache(None)
def cached(n):
    return cached(n + 1)

for call in (lambda: str(Text())), (lambda: list(Listed())), (lambda: mapped(1)), (lambda: ordered(1)), (lambda: cached(1)):
    try:
        call()
    except RecursionError:
        print("RecursionError")

async def nested():
    await asyncio.create_task(nested())

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    try:
        await nested()
    except RecursionError:
        print("RecursionError")

asyncio.run(main())
print("end")
