# Line 21: a handler of signal.signal does not wake the loop. Source: python/cpython#122938.
import asyncio
import os
import signal

stop = asyncio.Event()


def on_signal(number, frame):
    print("signal", signal.Signals(number).name)
    stop.set()


async def serve():
    print("serving")
    await stop.wait()
    print("stopped")


async def main():
    signal.signal(signal.SIGTERM, on_signal)
    asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    await serve()


asyncio.run(main())
