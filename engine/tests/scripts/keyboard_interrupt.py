"""KeyboardInterrupt in a task ends the run, after the clean-up of the others."""
import asyncio

async def waits():
    try:
        await asyncio.sleep(5)
    finally:
        print("clean-up")

async def interrupts():
    await asyncio.sleep(0.1)
    raise KeyboardInterrupt

async def main():
    await asyncio.gather(waits(), interrupts())

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
