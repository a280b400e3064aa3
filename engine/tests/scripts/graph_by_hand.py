"""future_add_to_awaited_by and future_discard_from_awaited_by change the call graph."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    future, task = loop.create_future(), asyncio.current_task()
    print(asyncio.capture_call_graph(future).awaited_by)
    asyncio.future_add_to_awaited_by(future, task)
    asyncio.future_add_to_awaited_by(future, task)
    print([it.future is task for it in asyncio.capture_call_graph(future, limit=0).awaited_by])
    asyncio.future_discard_from_awaited_by(future, task)
    asyncio.future_discard_from_awaited_by(future, task)
    print(asyncio.capture_call_graph(future).awaited_by)
    asyncio.future_add_to_awaited_by("no future", task)

asyncio.run(main())
