"""An event between threads, and one of the loop's that a thread sets by call_soon_threadsafe."""
import asyncio, threading, time

began = time.monotonic()

def say(*words):
    print(round(time.monotonic() - began, 2), *words)

def waits(event, name):
    say(name, "waits")
    say(name, "came:", event.wait(0.25))
    say(name, "came:", event.wait(timeout=2))

def sets(event, loop, of_loop):
    time.sleep(0.5)
    say("sets both")
    event.set()
    loop.call_soon_threadsafe(of_loop.set)
    time.sleep(0.1)
    say("through", event.is_set())

async def main():
    event, of_loop = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    threads = [asyncio.to_thread(waits, event, name) for name in ("Ada", "Ben")]
    both = asyncio.gather(*threads, asyncio.to_thread(sets, event, loop, of_loop))
    await of_loop.wait()
    say("the loop heard of it")
    await both
    event.clear()
    say(event.wait(0.1), "while the loop was blocked")

asyncio.run(main())
