"""Ten thousand tasks at the same time."""

from __future__ import annotations

import asyncio
import pathlib
from collections import Counter
from typing import Any

import pytest
from helpers import VirtualLoop, record

uvloop = pytest.importorskip("uvloop", reason="left out: uvloop is not installed")
COUNT = 10_000


@pytest.mark.parametrize("make_loop", [VirtualLoop, uvloop.new_event_loop])
def test_ten_thousand_tasks_are_recorded_to_the_last(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        limit = asyncio.Semaphore(100)

        async def one(number: int) -> int:
            async with limit:
                await asyncio.sleep(0.001)
            return number

        tasks = [asyncio.create_task(one(number), name=f"t{number}") for number in range(COUNT)]
        assert await asyncio.gather(*tasks) == list(range(COUNT))

    run = record(main, tmp_path, make_loop)
    counted = Counter(event[1] for event in run.events)
    assert counted["spawn"] == counted["end"] == COUNT + 1
    assert counted["await"] == COUNT
    # All but the first hundred wait for a permit.
    reasons = Counter(event[4] for event in run.events if event[1] == "wait")
    assert reasons == {"timer": COUNT, "acquire": COUNT - 100, "tasks": 1}
    assert run.lines("make") == ["make 1 Semaphore 100"]
    assert run.lines("level")[-1] == "level 1 100 0 0"
    assert set(run.names.values()) == {"main", *(f"t{number}" for number in range(COUNT))}
