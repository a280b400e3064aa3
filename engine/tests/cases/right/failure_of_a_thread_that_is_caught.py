# Nothing is wrong: the error of the function in a thread reaches the task that awaits it, which handles it.
import asyncio


def parse(text):
    return int(text)


async def main():
    loop = asyncio.get_running_loop()
    try:
        await asyncio.to_thread(parse, "seven")
    except ValueError:
        print("not a number")
    results = await asyncio.gather(
        asyncio.to_thread(parse, "1"), loop.run_in_executor(None, parse, "two"), return_exceptions=True
    )
    for result in results:
        print("failed" if isinstance(result, ValueError) else result)


asyncio.run(main())
