#!/usr/bin/env bash
# Before Python 3.13, reading `f_locals` of a frame copies its variables into a dictionary that the frame keeps. A tool that
# looks at a suspended coroutine so keeps objects alive that the coroutine deletes afterwards: here, a connection is closed
# only when the coroutine ends. `gc.get_referents(coroutine)` gives the values without keeping them.
source "$(dirname "$0")/common.bash"
python=python3
echo "Versions: $("$python" --version) (the same from 3.10 to 3.12; 3.13 prints the expected line)"

actual=$("$python" - <<'PY'
import asyncio


class Connection:
    def __del__(self):
        events.append("closed")


async def use():
    connection = Connection()
    await asyncio.sleep(0)
    del connection
    events.append("deleted")
    await asyncio.sleep(0)
    events.append("end")


async def main(look):
    task = asyncio.create_task(use())
    await asyncio.sleep(0)
    look(task.get_coro())
    await task


for look in (lambda coro: None), (lambda coro: coro.cr_frame.f_locals.get("")):
    events = []
    asyncio.run(main(look))
    print(", ".join(events), end="; ")
PY
)
check 'closed, deleted, end; closed, deleted, end;' "$actual" '^closed, deleted, end; deleted, end, closed; $'
