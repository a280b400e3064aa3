# Look at main: it wakes up at every answer, in the order in which the answers arrive, not in the order of asking.
#
# Use as_completed to handle each result as soon as it arrives, and wait with FIRST_COMPLETED to take the first one
# and drop the rest.
import asyncio


async def ask(name, seconds):
    await asyncio.sleep(seconds)
    return name


def asked():
    times = {"Cleo": 0.9, "Ada": 0.3, "Bob": 0.6}
    return [asyncio.create_task(ask(name, time), name=name) for name, time in times.items()]


async def main():
    for n, answer in enumerate(asyncio.as_completed(asked()), start=1):
        print(f"answer {n} is {await answer}'s")

    done, pending = await asyncio.wait(asked(), return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        print("the first is", task.result())
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    print("cancelled:", sorted(task.get_name() for task in pending))


asyncio.run(main())
