"""How many timers are pending at the end of a pass, and how many of them only limit a timeout."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib

import pytest
import uvloop
from helpers import record

from coroscope._events import MAX_TIMEOUTS, MAX_TIMERS, PASSED, Decoder, Tables, packed, packed_passed


def passes(run: object) -> list[list[int]]:
    """Ready tasks, timers and timeouts at the end of each pass."""
    return [fields for _, name, *fields in run.events if name == "passed"]  # type: ignore[attr-defined]


async def limited(seconds: float) -> None:
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)


def test_a_timeout_is_told_from_other_timers_while_it_is_pending(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await limited(1)
        await asyncio.gather(limited(1), asyncio.sleep(2))

    run = record(main, tmp_path)
    idle = [fields for fields in passes(run) if fields[0] == 0 and fields[1] > 0]
    # The second waits for both, then for the sleep, which is no timeout.
    assert idle == [[0, 1, 1], [0, 2, 1], [0, 1]]


def test_a_limit_that_is_not_reached_is_no_timer_any_more(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        for _ in range(3):
            await asyncio.wait_for(asyncio.sleep(1), 5)
        # asyncio keeps the cancelled timers in its list until they are due.
        await asyncio.sleep(0.5)

    run = record(main, tmp_path)
    idle = [fields for fields in passes(run) if fields[0] == 0 and fields[1] > 0]
    assert idle == [[0, 2, 1]] * 3 + [[0, 1]]


def test_a_limit_that_was_moved_is_one_timer(tmp_path: pathlib.Path) -> None:
    timeout = pytest.importorskip("asyncio.timeouts", reason="asyncio.timeout is new in Python 3.11").timeout

    async def main() -> None:
        async with timeout(1) as limit:
            limit.reschedule(asyncio.get_running_loop().time() + 3)
            await asyncio.sleep(2)
            limit.reschedule(None)
            await asyncio.sleep(2)

    run = record(main, tmp_path)
    assert run.lines("timeout-expired") == []
    idle = [fields for fields in passes(run) if fields[0] == 0 and fields[1] > 0]
    assert idle == [[0, 2, 1], [0, 1]]


def test_with_uvloop_it_is_not_known(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await limited(0.01)

    run = record(main, tmp_path, uvloop.new_event_loop)
    assert run.lines("timeout-expired") == ["timeout-expired main 1"]
    assert {len(fields) for fields in passes(run)} == {2}


@pytest.mark.parametrize(
    ("timers", "timeouts", "size"),
    [(0, 0, 1), (MAX_TIMERS, MAX_TIMEOUTS, 1), (MAX_TIMERS + 1, 0, 2), (MAX_TIMERS + 1, MAX_TIMEOUTS + 1, 2)],
)
def test_the_end_of_a_pass_keeps_its_numbers(timers: int, timeouts: int, size: int) -> None:
    events, decoder = packed_passed(5, timers, timeouts), Decoder()
    assert len(events) == size
    last = [decoder.fields(event, Tables()) for event in events][-1]
    assert isinstance(last, int) and last & packed(15, (1 << 27) - 1) == packed(PASSED, 5)
    assert decoder.timers(last >> 31) == (timers, timeouts)
