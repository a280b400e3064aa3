# Look at the queue's length below the tasks: it fills up to two items, and the producer waits for room.
#
# One task produces, two consume. A None in the queue means that nothing more is coming. Each None ends one
# consumer, so there must be one for each.
import asyncio

CONSUMERS = 2


async def produce(queue):
    for order in range(1, 7):
        await asyncio.sleep(0.1)
        await queue.put(order)
        print(f"order {order} is in the queue, which holds {queue.qsize()}")
    for _ in range(CONSUMERS):
        await queue.put(None)


async def consume(name, queue):
    done = []
    while (order := await queue.get()) is not None:
        await asyncio.sleep(0.4)
        done.append(order)
    print(f"{name} is done with {done}")
    return len(done)


async def main():
    queue = asyncio.Queue(maxsize=2)
    producer = asyncio.create_task(produce(queue), name="producer")
    names = [f"consumer {n + 1}" for n in range(CONSUMERS)]
    consumers = [asyncio.create_task(consume(name, queue), name=name) for name in names]
    await producer
    print("orders done:", sum(await asyncio.gather(*consumers)))


asyncio.run(main())
