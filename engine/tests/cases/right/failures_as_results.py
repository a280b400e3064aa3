# Nothing is wrong: gather collects the failures, and main looks at them.
import asyncio


async def check(host):
    await asyncio.sleep(0.1)
    if host == "b":
        raise OSError("no route to b")
    return host


async def main():
    results = await asyncio.gather(*(check(host) for host in "abc"), return_exceptions=True)
    for result in results:
        print(result)


asyncio.run(main())
