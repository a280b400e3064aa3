#!/usr/bin/env bash
# `create_task(coro, name=…)` gives the name to a task only after the loop's task factory has made it. So a factory, and
# whatever it informs about new tasks, sees "Task-2"; in an eager task (Python 3.12), the whole first step does.
source "$(dirname "$0")/common.bash"
python=python3
echo "Versions: $("$python" --version) (the same from 3.10 to 3.12, and in 3.13.0)"

actual=$("$python" - <<'PY'
import asyncio


def factory(loop, coro, **options):
    task = asyncio.Task(coro, loop=loop, **options)
    print(f"in the factory: {task.get_name()}", end=", ")
    return task


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(factory)
    task = asyncio.create_task(asyncio.sleep(0), name="download")
    loop.set_task_factory(None)
    print(f"after it: {task.get_name()}")
    await task


asyncio.run(main())
PY
)
check 'in the factory: download, after it: download' "$actual" '^in the factory: Task-2, after it: download$'
