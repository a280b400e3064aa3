"""State machines with coroutines."""

import asyncio

from transitions import MachineError
from transitions.extensions.asyncio import AsyncMachine


class Door:
    async def on_enter_open(self):
        await asyncio.sleep(1)
        print("is open")


async def main():
    door = Door()
    AsyncMachine(door, states=["closed", "open"], initial="closed", transitions=[
        ["push", "closed", "open"], ["pull", "open", "closed"]])
    print(door.state, await door.push(), door.state)
    await door.pull()
    try:
        await door.pull()
    except MachineError as error:
        print(error)


asyncio.run(main())
