"""The compiled module and the code in Python record the same events, apart from times."""

from __future__ import annotations

import itertools
import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
import same_output
from helpers import SOURCE
from validate import EVENTS, PLACE, TEXT, Tables

from coroscope import _form

SCRIPTS = same_output.REPOSITORY / "engine/tests/scripts"
# With neither threads nor output that depends on time, and no tasks that are cancelled in the order of their addresses.
SOME = (
    "async_generator", "barrier_abort", "cancel_error_in_cleanup", "condition_cancelled",
    "context_variables", "future_callback_fails", "gather_first_failure", "group_failure", "inspection",
    "loop_stopped_early", "queue_cancelled_getter", "runner_several", "shield_with_timeout", "task_names",
    "timeout_nested", "unretrieved_error", "wait_for_timeout",
)  # fmt: skip
# The forms make different numbers of objects, so garbage would be collected at different moments.
RUN = "import gc; gc.disable(); from coroscope.__main__ import main; main()"
# What the scripts above do not do.
OWN = """
import asyncio, contextvars, math, socket, sys, tempfile

async def item(queue):
    for _ in range(3):
        await queue.get()

async def locked(lock, semaphore, event):
    async with lock, semaphore:
        await asyncio.sleep(0.01)
    await event.wait()

async def read(one, other):
    loop = asyncio.get_running_loop()
    loop.call_soon(other.send, b"x").cancel()
    loop.call_soon(other.send, b"x")
    print(await loop.sock_recv(one, 1))

async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()

async def talk(path, lines):
    reader, writer = await asyncio.open_unix_connection(path)
    # The same task waits for another peer.
    for line in lines:
        writer.write(line)
        await reader.readline()
    writer.close()
    await writer.wait_closed()

async def wait_in_library():
    with tempfile.TemporaryDirectory() as folder:
        servers = [await asyncio.start_unix_server(answer, f"{folder}/{name}") for name in ("one", "other")]
        for name in ("one", "other", "one", "other", "other"):
            await talk(f"{folder}/{name}", [b"a\\n"] * 6)
        for server in servers:
            server.close()

async def give_way(semaphore):
    # It has waited for the semaphore before, and reads it at each wait and at its end.
    async with semaphore:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.01)
    await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0))])

async def cancelled():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        if hasattr(asyncio.Task, "uncancel"):
            asyncio.current_task().uncancel()
        await asyncio.sleep(0.1)

async def rare():
    loop, semaphore = asyncio.get_running_loop(), asyncio.Semaphore(1)
    for _ in range(3):
        task = asyncio.create_task(give_way(semaphore))
        await give_way(semaphore)
        await task
    task = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    task.cancel()
    await task
    await asyncio.wait_for(asyncio.sleep(0.01), math.inf)
    endless = [loop.create_task(asyncio.sleep(seconds)) for seconds in (math.inf, 1e9, 1e11)]
    # A task that no task makes.
    loop.call_soon(lambda: asyncio.ensure_future(asyncio.sleep(0.01)))
    await asyncio.sleep(0.05)
    for task in endless:
        task.cancel()
    await asyncio.wait(endless)
    if sys.version_info >= (3, 12):
        await asyncio.Task(asyncio.sleep(0.01), loop=loop, eager_start=True)
        asyncio.Task(asyncio.sleep(0.01), loop=loop, eager_start=True)
        await asyncio.sleep(0.05)

async def main():
    await wait_in_library()
    await rare()
    loop = asyncio.get_running_loop()
    # Its description has an address, and so has the message about its error.
    loop.set_exception_handler(lambda _, context: print(type(context["exception"]).__name__, context["handle"].cancelled()))
    loop.call_soon(int, "x", context=contextvars.Context())
    loop.call_later(0.5, print, "later")
    asyncio.create_task(asyncio.sleep(float("inf")))
    lock, semaphore, event, queue = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event(), asyncio.Queue(1)
    tasks = [asyncio.create_task(locked(lock, semaphore, event), name=f"locked {at}") for at in range(3)]
    tasks.append(asyncio.create_task(item(queue)))
    for at in range(3):
        await queue.put(at)
    # More than fits into one integer.
    full = asyncio.Queue(1500)
    for at in range(1500):
        full.put_nowait(at)
    tasks.append(asyncio.create_task(full.put(1500), name="Task-07"))
    await asyncio.sleep(2)
    full.get_nowait()
    one, other = socket.socketpair()
    one.setblocking(False)
    await read(one, other)
    one.close()
    other.close()
    await asyncio.sleep(0.1)
    event.set()
    await asyncio.gather(*tasks)
    await asyncio.wait_for(asyncio.sleep(0.1), 5)
    loop.set_debug(True)
    await asyncio.create_task(asyncio.sleep(0), name="in debug mode")
    loop.call_soon(print, "debug")
    await asyncio.sleep(0.1)

asyncio.run(main())
"""


def run(script: pathlib.Path, folder: pathlib.Path, form: str) -> tuple[list[Any], str]:
    """The events of a script, and its output."""
    file = folder / f"{form}.coro.json"
    here = pathlib.Path(__file__).parent
    path = os.pathsep.join(map(str, (SOURCE, same_output.REPOSITORY / "engine/tests/stand_ins", here / "fast_clock")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    environment.pop("COROSCOPE_PURE", None)
    if form == "pure":
        environment["COROSCOPE_PURE"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", RUN, "-o", str(file), str(script)],
        capture_output=True, text=True, timeout=60, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    recording = json.loads(file.read_text(encoding="utf-8"))
    assert recording["meta"]["recorder"] == f"coroscope for Python, {form}"
    tables = Tables(recording["texts"], recording["places"])
    # Whether a callback takes 1 ms depends on the machine.
    events = [resolved(event, recording, tables) for event in recording["events"] if event[1] != "callback"]
    # A task group keeps its tasks in a set, whose order differs between runs.
    in_order = [it for is_await, some in itertools.groupby(events, _is_await) for it in (sorted(some) if is_await else some)]
    return in_order, f"{done.returncode} {done.stdout}"


def _is_await(event: list[Any]) -> bool:
    return bool(event[0] == "await")


def resolved(event: list[Any], recording: Any, tables: Tables) -> list[Any]:
    """An event without its time, with texts and places instead of their numbers."""
    _, name, *fields = event
    shape = next(
        it for it in EVENTS[name] if len(it) == len(fields) and all(check(tables, field) for check, field in zip(it, fields))
    )
    found: list[Any] = [name]
    for kind, field in zip(shape, fields):
        table = recording["texts"] if kind is TEXT else recording["places"] if kind is PLACE else None
        found.append(field if table is None else table[field])
    return found


def check(script: pathlib.Path, folder: pathlib.Path) -> None:
    compiled, pure = run(script, folder, "compiled"), run(script, folder, "pure")
    assert compiled[1] == pure[1]
    for one, other in zip(compiled[0], pure[0]):
        assert one == other
    assert len(compiled[0]) == len(pure[0])


needs_both = pytest.mark.skipif(_form.native is None, reason="needs the compiled module")


@needs_both
@pytest.mark.skipif(not SCRIPTS.is_dir(), reason="needs the repository")
@pytest.mark.parametrize("name", SOME)
def test_both_forms_record_the_same_events_of_a_script(tmp_path: pathlib.Path, name: str) -> None:
    check(SCRIPTS / f"{name}.py", tmp_path)


@needs_both
def test_both_forms_record_the_same_events(tmp_path: pathlib.Path) -> None:
    script = tmp_path / "own.py"
    script.write_text(OWN)
    check(script, tmp_path)
    events, output = run(script, tmp_path, "compiled")
    assert output.endswith("debug\n") and output.startswith("0 "), output
    for text in ("(unix:one)", "(unix:other)", "1000000000000000"):
        assert text in str(events), text
    assert ("uncancel" in str(events)) == (sys.version_info >= (3, 11))
