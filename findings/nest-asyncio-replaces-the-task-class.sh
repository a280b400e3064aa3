#!/usr/bin/env bash
# nest_asyncio.apply() allows to call asyncio.run inside a running loop. For the whole process, it also replaces asyncio's
# tasks and futures, which are written in C, by those in Python: a step of a task then takes several times as long.
source "$(dirname "$0")/common.bash"
install nest-asyncio==1.6.0

actual=$("$python" - <<'PY'
import asyncio
import nest_asyncio


def class_of_tasks():
    async def module():
        return type(asyncio.current_task()).__module__

    return asyncio.new_event_loop().run_until_complete(module())


before = class_of_tasks()
nest_asyncio.apply(asyncio.new_event_loop())
print(f"before {before}, after {class_of_tasks()}")
PY
)
check "before _asyncio, after _asyncio: the given loop is patched, nothing else" "$actual" "before _asyncio, after asyncio.tasks"
