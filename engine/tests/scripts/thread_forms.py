"""All kinds of code in a thread: methods, closures, decorated functions, comprehensions, generators, classes."""
import asyncio, contextlib, functools, time

began = time.monotonic()

def now():
    return round(time.monotonic() - began, 2)

def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.monotonic()
        try:
            return function(*args, **kwargs)
        finally:
            print(function.__name__, "took", round(time.monotonic() - start, 2))
    return wrapper

@timed
def decorated(n, *, twice=False):
    time.sleep(n)
    return n * 2 if twice else n

@functools.lru_cache
def cached(n):
    time.sleep(0.1)
    return n

class Store:
    def __init__(self, delay):
        self.delay, self.rows = delay, []

    def __enter__(self):
        time.sleep(self.delay)
        return self

    def __exit__(self, *error):
        time.sleep(self.delay)
        self.rows.append("closed")

    def add(self, row):
        time.sleep(self.delay)
        self.rows.append(row)
        return self

    @property
    def count(self):
        time.sleep(self.delay)
        return len(self.rows)

    @classmethod
    def filled(cls, *rows):
        store = cls(0.05)
        for row in rows:
            store.add(row)
        return store

    @staticmethod
    def pause():
        time.sleep(0.1)

def rows():
    for n in range(3):
        time.sleep(0.1)
        yield n

@contextlib.contextmanager
def managed():
    time.sleep(0.1)
    yield "managed"
    time.sleep(0.1)

def everything():
    scale = 10
    def closure(n):
        nonlocal scale
        time.sleep(0.01)
        scale += 1
        return n * scale
    print([closure(n) for n in range(3)], now())
    print({n: cached(n) for n in (1, 1, 2)}, now())
    print(sum(rows()), list(map(cached, (3, 3))), sorted([3, 1], key=lambda n: time.sleep(0.1) or n), now())
    with Store(0.1) as store:
        store.add("a").add("b")
        print(store.count, now())
    print(store.rows, Store.filled("x", "y").rows, now())
    with managed() as name:
        print(name, now())
    Store.pause()
    print(decorated(0.1, twice=True), now())
    n, text = 0, ""
    while (n := n + 1) < 5:
        if n == 2: continue
        if n == 4: break
        text += f"{n}:{decorated(0.01)} "
    else:
        print("never")
    match n:
        case 4: print(text, now())
    try:
        assert cached(9) == 0, f"at {now()}"
    except AssertionError as error:
        print("failed", error)
    print((lambda *many, **named: (many, named))(1, *[2, 3], a=4, **{"b": 5}))
    return now()

async def tick():
    while True:
        await asyncio.sleep(0.5)
        print("tick", now())

async def main():
    ticking = asyncio.create_task(tick())
    print(await asyncio.to_thread(everything))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, functools.partial(decorated, 0.1, twice=True)))
    store = Store(0.2)
    await asyncio.gather(*(asyncio.to_thread(store.add, n) for n in range(3)))
    print(store.rows, now())
    ticking.cancel()

asyncio.run(main())
