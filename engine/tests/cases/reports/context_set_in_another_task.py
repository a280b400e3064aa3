# Line 9: this sets the variable in the context of its own task only. Source: pytest-dev/pytest-asyncio#127.
import asyncio
from contextvars import ContextVar

current_user: ContextVar[str] = ContextVar("current_user")


async def set_up():
    current_user.set("alice")
    await asyncio.sleep(0.01)
    print("set up as", current_user.get())


async def test_profile():
    try:
        print("profile of", current_user.get())
        return "passed"
    except LookupError as error:
        return f"failed: {type(error).__name__}"


async def runner():
    await asyncio.create_task(set_up(), name="fixture")
    print(await asyncio.create_task(test_profile(), name="test"))


asyncio.run(runner())
