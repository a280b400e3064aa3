"""Handlers of signals can be set; none arrives."""
import asyncio
import signal

async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, print, "stop")
    print(loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGTERM))
    print(signal.Signals(2).name, signal.SIGTERM == 15)

asyncio.run(main())
