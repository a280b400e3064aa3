"""All statements work in threads."""
import asyncio, contextlib, time

@contextlib.contextmanager
def bracket(name):
    print("enter", name)
    yield name.upper()
    print("leave", name)

def nap(value):
    time.sleep(0.1)
    return value

def naps(count):
    for n in range(count):
        time.sleep(0.1)
        yield n

def depth(n):
    return 0 if n == 0 else 1 + depth(nap(n) - 1)

def work():
    with bracket("outer") as outer, bracket("inner"):
        print(outer, [nap(n) for n in range(3) if nap(n)], {nap(n): nap(-n) for n in range(2)})
    try:
        nap(1) / nap(0)
    except ZeroDivisionError as error:
        print("caught", error)
    else:
        print("never")
    finally:
        nap(0)
        print("finally")
    print(list(naps(3)), sum(n for n in naps(2)), depth(3), f"{nap(1)} {nap('x')!r}")
    for n in naps(2):
        print("in the loop", n, round(time.monotonic() - began, 1))
    while nap(False):
        pass
    else:
        print("else")
    match nap({"kind": "a"}):
        case {"kind": kind} if nap(True):
            print("matched", kind)
    assert nap(True), nap("words")
    found = nap([1, 2])
    found[nap(0)] = nap(5)
    found[nap(1)] += nap(7)
    del found[nap(0)]
    class Local:
        value = 3
        def get(self):
            return nap(self.value)
    return found, Local().get(), nap(nap)(2), (lambda x: nap(x))(4), max(map(nap, [1, 2]))

async def main():
    print(await asyncio.to_thread(work))
    print(round(time.monotonic() - began, 1))

began = time.monotonic()
asyncio.run(main())
