"""The tasks and timers of a loop that is stopped stay where they are while another loop runs."""
import asyncio

async def background():
    await asyncio.sleep(0.01)
    print("the background runs")
    return "result"

first = asyncio.new_event_loop()
task = first.create_task(background())
first.call_later(0.5, print, "a timer of the first loop")
first.run_until_complete(asyncio.sleep(0))
second = asyncio.new_event_loop()
second.run_until_complete(asyncio.sleep(0.1))
print("the second loop has ended", task.done())
print(first.run_until_complete(task))
first.run_until_complete(asyncio.sleep(1))

closed = asyncio.new_event_loop()
closed.call_later(0.01, print, "never")
closed.run_until_complete(asyncio.sleep(0))
closed.close()
second.run_until_complete(asyncio.sleep(0.1))
first.close()
second.close()
print("end")
