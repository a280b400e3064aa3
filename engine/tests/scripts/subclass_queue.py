"""Queues whose classes override methods: those are called."""
import asyncio

class Unique(asyncio.Queue):
    def _init(self, maxsize):
        self._queue = {}

    def _put(self, item):
        self._queue[item] = None

    def _get(self):
        return self._queue.popitem()[0]

class Loud(asyncio.PriorityQueue):
    def __init__(self, name, size):
        super().__init__(maxsize=size)
        self.name = name

    def _put(self, item):
        print(self.name, "put", item)
        super()._put(item)

    async def get(self):
        item = await super().get()
        print(self.name, "got", item)
        return item

class Counting(asyncio.Queue):
    puts = 0

    def put_nowait(self, item):
        self.puts += 1
        super().put_nowait(item)

class Own(asyncio.Queue):
    def __init__(self, name, *, size=1):
        super().__init__(size)
        self.name = name

class WithoutDeque(asyncio.Queue):
    def _init(self, maxsize):
        self.items = []

    def _put(self, item):
        self.items.append(item)

async def main():
    unique = Unique()
    for letter in "aab":
        unique.put_nowait(letter)
    print(unique.qsize(), await unique.get(), await unique.get(), unique.empty())
    loud = Loud("loud", 1)

    async def fill():
        for number in 3, 1, 2:
            await loud.put(number)

    filler = asyncio.create_task(fill())
    print([await loud.get() for _ in range(3)], isinstance(loud, asyncio.PriorityQueue))
    await filler
    counting = Counting()
    await counting.put("x")
    await counting.put("y")
    print(counting.puts, counting.qsize(), counting.maxsize)
    own = Own("mine", size=2)
    own.put_nowait(1)
    print(own.name, own.maxsize, own.full(), await own.get())
    half = asyncio.Queue(maxsize=1.5)
    half.put_nowait(1)
    print(half.full(), half.maxsize)
    half.put_nowait(2)
    print(half.full())
    try:
        WithoutDeque().empty()
    except AttributeError as error:
        print(error)

asyncio.run(main())
