"""A loop by hand."""
import asyncio

async def work():
    await asyncio.sleep(1)
    return "result"

loop = asyncio.new_event_loop()
print(loop.is_running(), loop.is_closed())
print(loop.run_until_complete(work()))
loop.call_later(1, loop.stop)
loop.run_forever()
print(loop.time())
loop.close()
print(loop.is_closed())
try:
    loop.call_soon(print)
except RuntimeError as error:
    print(error)
