"""Locks whose classes override methods, or have arguments of their own."""
import asyncio

class Loud(asyncio.Lock):
    def __init__(self, name):
        super().__init__()
        self.name = name

    async def acquire(self):
        print("acquire", self.name)
        return await super().acquire()

    def release(self):
        print("release", self.name)
        super().release()

class Named(asyncio.Semaphore):
    def __init__(self, name, value=2):
        super().__init__(value)
        self.name = name

    async def acquire(self):
        print("acquire", self.name)
        return await super().acquire()

class Signal(asyncio.Event):
    def __init__(self, name):
        super().__init__()
        self.name = name

class Gate(asyncio.Condition):
    def __init__(self, name, lock=None):
        super().__init__(lock)
        self.name = name

class Meeting(asyncio.Barrier):
    def __init__(self, name, parties):
        super().__init__(parties)
        self.name = name

async def main():
    async with Loud("lock"):
        print("in")
    async with Named("semaphore") as nothing:
        print("in", nothing)
    signal = Signal("signal")
    signal.set()
    print(await signal.wait(), signal.name)
    lock = asyncio.Lock()
    gate = Gate("gate", lock)
    async with gate:
        print(lock.locked(), gate._lock is lock)
    print(Meeting("meeting", 3).parties, asyncio.BoundedSemaphore(value=3)._value)

asyncio.run(main())
