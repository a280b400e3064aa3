"""A thread runs a loop of its own, beside the main loop."""
import asyncio

async def step(name, seconds):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(seconds)
    print(name, asyncio.get_running_loop() is loop, asyncio.current_task().get_loop() is loop)
    return loop

def runs(name):
    return asyncio.run(step(name, 0.2))

def runs_until_complete():
    loop = asyncio.new_event_loop()
    try:
        print(loop.run_until_complete(asyncio.wait_for(asyncio.sleep(0.1, "waited"), 5)))
        loop.run_until_complete(asyncio.wait_for(asyncio.sleep(9), 0.1))
    except TimeoutError:
        print("timed out", loop.is_running())
    finally:
        loop.close()

def fails():
    async def fail():
        await asyncio.sleep(0.05)
        raise ValueError("in the thread")
    asyncio.run(fail())

async def main():
    main_task = asyncio.create_task(step("main", 0.1))
    loops = await asyncio.gather(*(asyncio.to_thread(runs, f"thread {n}") for n in (1, 2)))
    print(len({*loops, await main_task, asyncio.get_running_loop()}))
    await asyncio.to_thread(runs_until_complete)
    try:
        await asyncio.to_thread(fails)
    except ValueError as error:
        print(error)
    print("main goes on", asyncio.get_running_loop().time())

asyncio.run(main())
