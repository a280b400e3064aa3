"""capture_call_graph: the frames of a task, and the tasks that await it through gather, wait and shield."""
import asyncio

def names(graph):
    return sorted(it.future.get_name() for it in graph.awaited_by)

async def work(gate):
    await gate

async def waits_for(awaitable):
    await awaitable

async def main():
    loop = asyncio.get_running_loop()
    gate = loop.create_future()
    tasks = [asyncio.create_task(work(gate), name=f"work {n}") for n in range(3)]

    async def gathers():
        await asyncio.gather(*tasks)

    async def waits():
        await asyncio.wait(tasks[:2])

    async def shields():
        await asyncio.shield(tasks[0])

    waiters = [asyncio.create_task(it(), name=it.__name__) for it in (gathers, waits, shields)]
    await asyncio.sleep(0)
    for task in tasks:
        graph = asyncio.capture_call_graph(task)
        print(graph.future is task, [it.frame.f_code.co_name for it in graph.call_stack], names(graph))
    print(len(asyncio.capture_call_graph(tasks[0], limit=0).call_stack))
    gate.set_result(None)
    await asyncio.gather(*waiters)
    print([asyncio.capture_call_graph(task).awaited_by for task in tasks])

asyncio.run(main())
