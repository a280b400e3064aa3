"""Scripts of the engine's tests print the same recorded as plain. `same_output.py` compares all of them."""

from __future__ import annotations

import pathlib
import sys

import pytest
import same_output

SCRIPTS = same_output.REPOSITORY / "engine/tests/scripts"
SOME = (
    "async_generator", "barrier_abort", "cancel_error_in_cleanup", "cancel_rest_at_end", "condition_cancelled",
    "context_variables", "future_callback_fails", "gather_first_failure", "group_failure", "inspection",
    "loop_stopped_early", "queue_cancelled_getter", "runner_several", "script_error", "shield_with_timeout",
    "task_names", "thread_context", "timeout_nested", "unretrieved_error", "wait_for_timeout",
)  # fmt: skip


@pytest.mark.skipif(not SCRIPTS.is_dir(), reason="needs the repository")
def test_scripts_print_the_same(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    scripts: list[pathlib.Path] = [SCRIPTS / f"{name}.py" for name in SOME]
    assert all(script.exists() for script in scripts)
    monkeypatch.setattr(sys, "argv", ["same_output.py", *map(str, scripts)])
    assert same_output.main() == 0, capsys.readouterr().out
