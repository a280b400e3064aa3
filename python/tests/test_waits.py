"""What tasks wait for: asyncio's primitives, other tasks, threads and libraries."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import sys
import threading
from collections.abc import AsyncIterator

import pytest
from helpers import record


def test_a_queue_has_its_size_its_items_and_its_waiters(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue(2)

        async def put() -> None:
            for item in range(3):
                await queue.put(item)

        task = asyncio.create_task(put(), name="p")
        await asyncio.sleep(1)
        for _ in range(3):
            await queue.get()
            queue.task_done()
        await queue.join()
        await task

    run = record(main, tmp_path)
    assert run.lines("make") == ["make 1 Queue 2"]
    assert run.lines("wait", of="p") == ["wait p put 1"]
    assert run.lines("level")[0] == "level 1 2 0 1"


def test_a_get_and_a_join_are_different_waits(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()

        async def get() -> None:
            await queue.get()
            await asyncio.sleep(1)
            queue.task_done()

        task = asyncio.create_task(get(), name="g")
        await asyncio.sleep(1)
        queue.put_nowait(1)
        await queue.join()
        await task

    run = record(main, tmp_path)
    assert run.lines("wait", of="g") == ["wait g get 1", "wait g timer 1000000"]
    assert "wait main join 1" in run.lines("wait")


def test_a_lock_has_its_holder_though_that_never_waited_for_it(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        lock = asyncio.Lock()

        async def use() -> None:
            async with lock:
                await asyncio.sleep(1)

        await asyncio.gather(asyncio.create_task(use(), name="a"), asyncio.create_task(use(), name="b"))

    run = record(main, tmp_path)
    assert run.lines("hold") == ["hold 1 a 0", "hold 1 a 1", "hold 1 - 1", "hold 1 b 0", "hold 1 - 0"]
    assert run.lines("wait", of="b") == ["wait b acquire 1", "wait b timer 1000000"]


def test_a_lock_without_async_with_has_a_holder_that_waited(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        lock = asyncio.Lock()

        async def use() -> None:
            await lock.acquire()
            await asyncio.sleep(1)
            lock.release()

        await asyncio.gather(asyncio.create_task(use(), name="a"), asyncio.create_task(use(), name="b"))

    run = record(main, tmp_path)
    assert "hold 1 b 0" in run.lines("hold")
    assert run.lines("hold")[-1] == "hold 1 - 0"


def test_a_semaphore_has_its_permits(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        limit = asyncio.Semaphore(2)

        async def use() -> None:
            async with limit:
                await asyncio.sleep(1)

        await asyncio.gather(*(asyncio.create_task(use(), name=name) for name in "abc"))

    run = record(main, tmp_path)
    assert run.lines("make") == ["make 1 Semaphore 2"]
    assert run.lines("wait", of="c") == ["wait c acquire 1", "wait c timer 1000000"]


def test_events_and_conditions_are_waited_for(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        event, condition = asyncio.Event(), asyncio.Condition()

        async def for_event() -> None:
            await event.wait()

        async def for_condition() -> None:
            async with condition:
                await condition.wait()

        tasks = [asyncio.create_task(for_event(), name="e"), asyncio.create_task(for_condition(), name="c")]
        await asyncio.sleep(1)
        event.set()
        async with condition:
            condition.notify_all()
        await asyncio.gather(*tasks)

    run = record(main, tmp_path)
    # A condition has a lock, which is not held while a task waits for a notification.
    assert sorted(run.lines("make")) == ["make 1 Event 0", "make 2 Condition 0"]
    assert run.lines("wait", of="e") == ["wait e wait 1"]
    assert run.lines("wait", of="c") == ["wait c wait 2"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.Barrier is new in Python 3.11")
def test_a_barrier_has_its_parties(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        barrier = asyncio.Barrier(2)

        async def use() -> None:
            await barrier.wait()

        await asyncio.gather(*(asyncio.create_task(use(), name=name) for name in "ab"))

    run = record(main, tmp_path)
    assert run.lines("make")[0] == "make 1 Barrier 2"
    assert run.lines("wait", of="a") == ["wait a wait 1"]


async def one(name: str) -> None:
    await asyncio.sleep(1)


def test_gather_and_wait_are_waits_for_several_tasks(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.gather(one("a"), one("b"))
        await asyncio.wait([asyncio.create_task(one(name)) for name in "cde"])

    run = record(main, tmp_path)
    assert run.lines("wait", of="main") == ["wait main tasks 2", "wait main tasks 3"]
    assert len(run.lines("await", of="main")) == 5


@pytest.mark.skipif(sys.version_info < (3, 11), reason="task groups are new in Python 3.11")
def test_a_task_group_waits_for_its_tasks_and_says_why_it_cancels(tmp_path: pathlib.Path) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.5)
        raise ValueError

    async def main() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(one("a"), name="a")
                group.create_task(fail(), name="f")
        except BaseException:
            pass

    run = record(main, tmp_path)
    assert run.lines("wait", of="main")[0] == "wait main tasks 2"
    assert "cancel a -: another task of the group failed" in run.lines("cancel")


def test_a_shielded_task_is_the_one_that_is_awaited(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.shield(asyncio.create_task(one("a"), name="inner"))

    assert record(main, tmp_path).lines("wait", of="main") == ["wait main task inner"]


def test_the_line_is_found_behind_an_asynchronous_generator(tmp_path: pathlib.Path) -> None:
    @contextlib.asynccontextmanager
    async def manager() -> AsyncIterator[None]:
        await asyncio.sleep(1)
        yield

    async def main() -> None:
        async with manager():
            pass

    run = record(main, tmp_path)
    (wait,) = [event for event in run.events if event[1] == "wait"]
    assert run.place(wait[3])[1] == manager.__wrapped__.__code__.co_firstlineno + 2  # type: ignore[attr-defined]


def test_a_librarys_call_is_named_by_the_method_that_the_program_called(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "atlas.py").write_text(
        "import asyncio\n"
        "class Client:\n"
        "    def fetch(self, what):\n"
        "        return self._send(what)\n"
        "    async def _send(self, what):\n"
        "        await self._answer()\n"
        "    async def _answer(self):\n"
        "        await asyncio.sleep(1)\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    import atlas  # type: ignore[import-not-found]

    async def main() -> None:
        await atlas.Client().fetch("what")

    assert record(main, tmp_path).lines("wait") == ["wait main io atlas: Client.fetch"]


# What the recorder calls must not be deprecated: a program may have warnings raised as errors.
@pytest.mark.filterwarnings("error::DeprecationWarning")
def test_a_function_in_a_thread_has_a_lane(tmp_path: pathlib.Path) -> None:
    def work(may_end: threading.Event) -> None:
        may_end.wait()

    def fail(may_end: threading.Event) -> None:
        may_end.wait()
        raise ValueError

    async def main() -> None:
        # A function that has ended before it is awaited is not waited for.
        loop, waits, waits_again = asyncio.get_running_loop(), threading.Event(), threading.Event()
        loop.call_soon(waits.set)
        await asyncio.to_thread(work, waits)
        loop.call_soon(waits_again.set)
        with pytest.raises(ValueError):
            await loop.run_in_executor(None, fail, waits_again)

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("thread") == ["thread main work", "thread main fail"]
    assert run.lines("thread-end") == ["thread-end #2 done", "thread-end #3 failed ValueError"]
    assert run.lines("wait", of="main") == ["wait main task #2", "wait main task #3"]


def test_a_task_of_a_library_is_not_said_to_be_made_by_the_line_that_runs_the_loop(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        # `call_soon` calls it when no frame of the program is on the stack but those that run the loop.
        loop.call_soon(loop.create_task, one("a"))
        await asyncio.sleep(2)

    run = record(main, tmp_path)
    made = [event for event in run.events if event[1] == "spawn"][1]
    assert run.place(made[4]) == ("test_waits.py", one.__code__.co_firstlineno)


def test_as_completed_is_a_wait_for_the_tasks_that_are_left(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        for next_one in asyncio.as_completed([one("a"), one("b")]):
            await next_one

    run = record(main, tmp_path)
    assert run.lines("wait", of="main")[0] == "wait main tasks 2"
    assert run.lines("await") == ["await main one", "await main one"]
    assert run.lines("make") == []


def test_a_task_of_a_library_waits_for_what_its_innermost_library_waits_for(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "inner_library.py").write_text(
        "async def send(future):\n    await wait(future)\nasync def wait(future):\n    await future\n"
    )
    (folder / "outer_library.py").write_text(
        "import asyncio, inner_library\n"
        "async def serve():\n"
        "    future = asyncio.get_running_loop().create_future()\n"
        "    asyncio.get_running_loop().call_later(1, future.set_result, None)\n"
        "    await inner_library.send(future)\n"
        "    await asyncio.sleep(1)\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    import outer_library  # type: ignore[import-not-found]

    run = record(outer_library.serve, tmp_path)
    assert run.lines("wait") == ["wait serve io inner_library: send", "wait serve timer 1000000"]


def test_streams_are_named_as_asyncio_names_them(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        reader = asyncio.StreamReader()
        asyncio.get_running_loop().call_later(1, reader.feed_data, b"line\n")
        await reader.readline()

    assert record(main, tmp_path).lines("wait") == ["wait main io asyncio: StreamReader.readline"]


def test_a_semaphore_that_nobody_waits_for_any_more_has_all_its_permits(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        limit = asyncio.Semaphore(1)

        async def use() -> None:
            async with limit:
                await asyncio.sleep(1)
            await asyncio.sleep(1)

        await asyncio.gather(*(asyncio.create_task(use(), name=name) for name in "ab"))

    run = record(main, tmp_path)
    assert run.lines("level") == ["level 1 0 1 0", "level 1 0 0 0", "level 1 1 0 0"]
