#!/usr/bin/env bash
# `cr_await` leads from a coroutine to what it awaits, frame by frame. At an async generator, and so at each
# `@asynccontextmanager`, it leads to an `async_generator_asend` without any attribute for its generator. Where a task
# waits inside `async with` is then hidden from tools that follow the chain; a class with `__aenter__` hides nothing.
source "$(dirname "$0")/common.bash"
python=python3
echo "Versions: $("$python" --version) (the same from 3.10 to 3.13)"

actual=$("$python" - <<'PY'
import asyncio
import contextlib


@contextlib.asynccontextmanager
async def by_generator():
    await asyncio.sleep(0.01)
    yield


class ByClass:
    async def __aenter__(self):
        await asyncio.sleep(0.01)

    async def __aexit__(self, *error):
        pass


async def use(manager):
    async with manager:
        pass


def chain(awaited):
    while hasattr(awaited, "cr_await") or hasattr(awaited, "ag_await"):
        kind = "cr" if hasattr(awaited, "cr_await") else "ag"
        yield getattr(awaited, f"{kind}_code").co_name
        awaited = getattr(awaited, f"{kind}_await")


async def main():
    for name, manager in ("class", ByClass()), ("generator", by_generator()):
        task = asyncio.create_task(use(manager))
        await asyncio.sleep(0)
        print(f"{name}: {' > '.join(chain(task.get_coro()))}")
        await task


asyncio.run(main())
PY
)
check $'class: use > __aenter__ > sleep\ngenerator: use > __aenter__ > by_generator > sleep' "$actual" \
  $'class: use > __aenter__ > sleep\ngenerator: use > __aenter__$'
