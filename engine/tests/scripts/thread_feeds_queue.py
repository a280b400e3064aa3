"""A thread feeds an asyncio.Queue, and the loop feeds a queue.Queue that a thread reads."""
import asyncio, queue, time

def produce(loop, items):
    for n in range(4):
        time.sleep(0.1)
        loop.call_soon_threadsafe(items.put_nowait, n)
    asyncio.run_coroutine_threadsafe(items.put(None), loop).result()
    return "produced"

def consume(orders):
    got = []
    while (order := orders.get()) is not None:
        time.sleep(0.05)
        got.append(order * 2)
        orders.task_done()
    return got

async def main():
    loop, items, orders = asyncio.get_running_loop(), asyncio.Queue(), queue.Queue(2)
    producing = asyncio.create_task(asyncio.to_thread(produce, loop, items))
    consuming = loop.run_in_executor(None, consume, orders)
    while (item := await items.get()) is not None:
        print("got", item, round(loop.time() % 1, 2) >= 0)
        orders.put(item)
    orders.put(None)
    print(await producing, await consuming)

asyncio.run(main())
