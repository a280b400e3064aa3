"""Packed events: what does not fit into one integer is in two, and both are read as the same fields."""

from __future__ import annotations

import pytest

from coroscope._events import (
    MAX_NAME,
    MAX_OPERAND,
    MAX_SMALL,
    MAX_TAKERS,
    MAX_WAIT,
    PAUSE,
    SPAWN,
    Decoder,
    Tables,
    number_in_name,
    packed,
    packed_level,
    packed_name,
    packed_wait,
)


@pytest.mark.parametrize(
    ("wait", "operand", "size"),
    [(1, 0, 1), (MAX_WAIT, MAX_OPERAND, 1), (1, MAX_OPERAND + 1, 2), (MAX_WAIT + 1, 5, 2)],
)
def test_a_wait_keeps_its_operand(wait: int, operand: int, size: int) -> None:
    events, decoder = packed_wait(7, wait, operand), Decoder()
    assert len(events) == size
    assert [decoder.fields(event, Tables()) for event in events][-1] == packed(PAUSE, 7, wait)
    assert decoder.operand(7) == operand
    assert decoder.operand(7) is None


@pytest.mark.parametrize(
    ("level", "size"),
    [((0, 0, 0), 1), ((MAX_SMALL, MAX_TAKERS, MAX_SMALL), 1), ((MAX_SMALL + 1, 0, 2), 2), ((3, MAX_TAKERS + 1, 0), 2)],
)
def test_a_level_keeps_its_waiters(level: tuple[int, int, int], size: int) -> None:
    events, decoder = packed_level(3, *level), Decoder()
    assert len(events) == size
    assert [decoder.fields(event, Tables()) for event in events][-1] == ("level", 3, *level)


@pytest.mark.parametrize(("place", "size"), [(0, 1), (MAX_NAME, 1), (MAX_NAME + 1, 2)])
def test_a_name_keeps_its_place(place: int, size: int) -> None:
    tables, decoder, events = Tables(), Decoder(), packed_name(5, place, 1)
    tables.functions, tables.names[5] = ["main", "one"], "name"
    assert len(events) == size
    assert decoder.fields(packed(SPAWN, 5, 2), tables) == ()
    assert [decoder.fields(event, tables) for event in events][-1] == ("task", 5, 2, place, "name", "one")


def test_only_a_name_of_asyncios_is_a_number() -> None:
    names = ("Task-0", "Task-12", "Task-", "Task-07", "Task-1x", "task-1", "Task-²", "Task-9999999999", "")
    assert [number_in_name(name) for name in names] == [0, 12, None, None, None, None, None, None, None]
