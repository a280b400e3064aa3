"""Loops with a selector, as in Python's documentation."""
import asyncio
import selectors


async def main(name):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.01)
    print(name, isinstance(loop, asyncio.SelectorEventLoop))
    return name.upper()


# The forms of the documentation of asyncio.
selector = selectors.SelectSelector()
loop = asyncio.SelectorEventLoop(selector)
asyncio.set_event_loop(loop)
print(loop.run_until_complete(main("loop")))
loop.close()

print(asyncio.run(main("factory"), loop_factory=lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())))

with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selectors.DefaultSelector())) as runner:
    print(runner.run(main("runner")))

print(len(selectors.PollSelector().get_map()), issubclass(selectors.SelectSelector, selectors.BaseSelector))
