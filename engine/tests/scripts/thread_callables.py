"""Whatever can be called can run in a thread."""
import asyncio, functools, time

class Clock:
    def __init__(self, step):
        self.step = step

    def wait(self, times=1):
        for _ in range(times):
            time.sleep(self.step)
        return self.elapsed()

    def elapsed(self):
        return round(time.monotonic() - began, 2)

    @staticmethod
    def still(step):
        time.sleep(step)
        return "still"

    @classmethod
    def made(cls, step):
        return cls(step).wait()

    def __call__(self, times):
        return self.wait(times)

class Longer(Clock):
    def wait(self, times=1):
        super().wait(times)
        return super().wait(times)

def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("call of", function.__name__, args, kwargs)
        result = function(*args, **kwargs)
        print("it gave", result)
        return result
    return wrapper

@logged
def decorated(step, *, times=2, **others):
    return Clock(step).wait(times), others

def outer(step):
    total = 0
    def inner(times, add=lambda a, b: a + b):
        nonlocal total
        for _ in range(times):
            time.sleep(step)
            total = add(total, 1)
        return total
    return inner(2), inner(3)

async def main():
    global began
    for function, args in [
        (Clock(0.1).wait, (2,)), (Clock.still, (0.1,)), (Clock.made, (0.1,)), (Clock(0.1), (3,)),
        (Longer(0.1).wait, ()), (decorated, (0.1,)), (outer, (0.1,)),
        (functools.partial(decorated, times=1, more=1), (0.1,)),
        (lambda step: (time.sleep(step), "lambda"), (0.1,)), (time.sleep, (0.1,)), (sorted, ([2, 1],)),
    ]:
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            result = group.create_task(asyncio.to_thread(function, *args))
            group.create_task(asyncio.sleep(0.15)).add_done_callback(lambda task: print("meanwhile"))
        print(result.result(), round(time.monotonic() - began, 2))

asyncio.run(main())
