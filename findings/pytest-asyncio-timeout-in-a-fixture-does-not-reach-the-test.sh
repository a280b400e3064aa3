#!/usr/bin/env bash
# A fixture that yields inside `async with asyncio.timeout()` looks like a time limit for the test. But pytest-asyncio runs the
# fixture in a separate task, so the limit does not cancel the test: the test below sleeps four times as long, and passes. A
# context variable that a fixture sets does reach the test, because the context is copied from the fixture's task.
source "$(dirname "$0")/common.bash"
install pytest==9.2.0 pytest-asyncio==1.5.0

cat > "$folder/test_limit.py" <<'PY'
import asyncio
import contextvars

import pytest
import pytest_asyncio

user = contextvars.ContextVar("user", default="nobody")


@pytest_asyncio.fixture
async def limit():
    user.set("fixture")
    async with asyncio.timeout(0.05):
        yield asyncio.current_task()


@pytest.mark.asyncio
async def test_that_takes_longer(limit):
    await asyncio.sleep(0.2)
    same = "the same task" if asyncio.current_task() is limit else "another task"
    print(f"result: slept to the end in {same}, user={user.get()}")
PY
actual=$(cd "$folder" && "$python" -m pytest -q -s -p no:cacheprovider -W ignore test_limit.py | sed -n "s/.*result: //p")
check "TimeoutError after 0.05 s" "$actual" "slept to the end in another task, user=fixture"
