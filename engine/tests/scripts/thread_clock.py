"""A thread's clocks are the loop's."""
import asyncio, time

def measure(loop):
    began, loop_began = time.monotonic(), loop.time()
    time.sleep(0.25)
    return [round(clock() - start, 2) for clock, start in
            [(time.monotonic, began), (time.perf_counter, began), (loop.time, loop_began)]]

async def main():
    print(await asyncio.to_thread(measure, asyncio.get_running_loop()))

asyncio.run(main())
