//! Descriptions of how and why tasks ended, without repetitions.

use crate::common::tape::{Tape, task, timer};
use coroscope::timeline::{describe, details, sentence_for_task, why_cancelled};
use coroscope::trace::{Cause, EventKind, Place, RunView, WaitReason};

/// The part of a task's description about its end.
fn end(tape: &Tape, number: usize) -> String {
    let said = sentence_for_task(RunView::new(&tape.log, &tape.model()), task(number));
    let (_, waited) = said.split_once("waiting for ").unwrap();
    let (_, end) = waited.split_once("; ").unwrap();
    end.to_owned()
}

#[test]
fn the_end_names_when_by_what_and_why_a_task_was_cancelled() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "a")
        .spawn(3, 1, "b")
        .poll(1);
    tape.at(100_000)
        .cancel(2, 1, "too slow")
        .cancel(3, 3, "")
        .cancelled(2);
    tape.at(130_000).cancelled(3);
    assert_eq!(end(&tape, 2), "cancelled at 100 ms by main: too slow");
    assert_eq!(
        end(&tape, 3),
        "cancelled at 100 ms by itself; ended at 130 ms"
    );
}

/// `hasty` and `patient` await `load`. A timeout cancels `hasty` at 100 ms, which forwards that.
fn shared() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "hasty")
        .spawn(2, 0, "patient")
        .spawn(3, 1, "load")
        .pass(3, 0);
    for n in [1, 2] {
        let (task, on) = (task(n), task(3));
        tape.poll(n)
            .push(EventKind::Awaits { task, on })
            .wait(n, WaitReason::Task(on));
    }
    tape.poll(3).wait(3, timer(500_000)).limits(0, 2, 1);
    tape.at(100_000)
        .pass(0, 2)
        .cancel(1, 0, "")
        .cancel(3, 0, "");
    tape.wake(3, Cause::Callback).pass_ended(1, 0);
    tape.pass(1, 0).poll(3).cancelled(3).pass_ended(2, 0);
    tape.pass(2, 0)
        .wake(1, Cause::Callback)
        .wake(2, Cause::Callback);
    tape.poll(1)
        .uncancel(1)
        .done(1)
        .poll(2)
        .cancelled(2)
        .pass_ended(0, 0);
    tape
}

#[test]
fn a_timeout_that_cancels_the_awaited_task_is_named_with_its_own_task() {
    assert_eq!(
        end(&shared(), 3),
        "cancelled at 100 ms by the timeout of hasty"
    );
    assert_eq!(end(&shared(), 1), "done at 100 ms");
}

#[test]
fn a_task_that_ends_because_another_was_cancelled_says_so() {
    assert_eq!(
        end(&shared(), 2),
        "ended as cancelled at 100 ms because load, which it awaited, was cancelled by the timeout of hasty"
    );
    let tape = shared();
    assert!(
        why_cancelled(RunView::new(&tape.log, &tape.model()), task(2))
            .starts_with("patient ended as cancelled")
    );
}

#[test]
fn a_request_of_a_timeout_that_was_not_uncancelled_is_recognised_by_its_timer() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .pass(1, 0)
        .poll(1)
        .wait(1, WaitReason::Future)
        .limits(0, 1, 1);
    tape.at(50_000)
        .pass(0, 1)
        .cancel(1, 0, "")
        .wake(1, Cause::Callback)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(1).cancelled(1).pass_ended(0, 0);
    assert_eq!(end(&tape, 1), "cancelled at 50 ms by its timeout");
}

#[test]
fn the_engines_reason_for_a_request_is_worded_the_same() {
    let mut tape = shared();
    let why = "the timeout in line 31 has expired";
    tape = {
        let mut with_reasons = Tape::new();
        for event in tape.log.iter() {
            match event.kind {
                EventKind::CancelRequested { task: to, .. } if to == task(1) => {
                    with_reasons.at(event.at.as_micros()).cancel(1, 0, why);
                }
                EventKind::CancelRequested { .. } => {
                    with_reasons.cancel(3, 0, "the task that awaits it was cancelled");
                }
                EventKind::TaskNamed { task, name } => {
                    let name = with_reasons.log.intern(tape.log.text(name));
                    with_reasons.push(EventKind::TaskNamed { task, name });
                }
                kind => {
                    with_reasons.at(event.at.as_micros()).push(kind);
                }
            }
        }
        with_reasons
    };
    assert_eq!(
        end(&tape, 3),
        "cancelled at 100 ms by the timeout of hasty in line 31"
    );
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "bad")
        .spawn(3, 1, "good")
        .poll(3)
        .wait(3, WaitReason::Future);
    tape.poll(2)
        .fail(2, "no")
        .cancel(3, 2, "a task of its group has failed");
    tape.wake(3, Cause::Callback).poll(3).cancelled(3);
    assert_eq!(end(&tape, 3), "cancelled at 0 ms because bad failed");
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "left")
        .poll(2)
        .wait(2, WaitReason::Future);
    tape.at(10_000)
        .poll(1)
        .done(1)
        .cancel(2, 1, "the main task has ended")
        .poll(2)
        .cancelled(2);
    assert_eq!(end(&tape, 2), "cancelled at 10 ms because main had ended");
}

#[test]
fn a_forwarded_request_names_both_tasks() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "boss")
        .spawn(2, 0, "middle")
        .spawn(3, 2, "load");
    tape.push(EventKind::Awaits {
        task: task(2),
        on: task(3),
    });
    tape.at(40_000).poll(1).cancel(2, 1, "enough").cancel(
        3,
        1,
        "the task that awaits it was cancelled",
    );
    tape.poll(3).cancelled(3);
    assert_eq!(
        end(&tape, 3),
        "cancelled at 40 ms by boss: enough, passed on by middle"
    );
}

#[test]
fn a_failed_sibling_is_named_as_the_reason() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "bad")
        .spawn(3, 1, "good")
        .pass(3, 0)
        .poll(1);
    tape.wait(1, WaitReason::Tasks(2))
        .poll(3)
        .wait(3, WaitReason::Future)
        .poll(2)
        .fail(2, "ValueError: no")
        .pass_ended(1, 0);
    tape.pass(1, 0)
        .cancel(3, 0, "")
        .wake(3, Cause::Callback)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(3).cancelled(3).pass_ended(0, 0);
    assert_eq!(end(&tape, 3), "cancelled at 0 ms because bad failed");
}

#[test]
fn the_end_of_main_and_a_deadlock_are_named_as_reasons() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "left")
        .poll(2)
        .wait(2, WaitReason::Future);
    tape.at(10_000)
        .poll(1)
        .done(1)
        .cancel(2, 0, "")
        .wake(2, Cause::Callback)
        .poll(2)
        .cancelled(2);
    assert_eq!(end(&tape, 2), "cancelled at 10 ms because main had ended");
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .pass(1, 0)
        .poll(1)
        .wait(1, WaitReason::Future)
        .pass_ended(0, 0);
    tape.deadlock()
        .cancel(1, 0, "")
        .wake(1, Cause::Callback)
        .poll(1)
        .cancelled(1);
    assert_eq!(
        end(&tape, 1),
        "cancelled at 0 ms because nothing could ever continue"
    );
}

#[test]
fn a_task_that_raises_its_own_cancellation_had_no_request() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "odd").poll(1).cancelled(1);
    assert_eq!(
        end(&tape, 1),
        "ended as cancelled at 0 ms, although nothing had asked it to cancel"
    );
}

#[test]
fn a_failure_is_described_with_its_time_error_and_last_wait() {
    let mut tape = Tape::new();
    let place = tape.log.intern_place(Place {
        file: "script.py".into(),
        line: 12,
    });
    let on = timer(200_000);
    tape.push(EventKind::TaskSpawned {
        task: task(1),
        parent: None,
        place,
        is_cleanup: false,
    });
    tape.poll(1).push(EventKind::Waits {
        task: task(1),
        on,
        place,
    });
    tape.push(EventKind::PollEnded { task: task(1) });
    tape.at(200_000)
        .wake(1, Cause::Timer)
        .poll(1)
        .fail(1, "ValueError: no such page");
    assert_eq!(
        end(&tape, 1),
        "failed at 200 ms with ValueError: no such page, after its wait in line 12"
    );
}

#[test]
fn a_task_that_succeeded_despite_a_request_to_cancel_says_so() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "deaf")
        .poll(2)
        .wait(2, WaitReason::Future);
    tape.at(100_000)
        .poll(1)
        .cancel(2, 1, "")
        .wake(2, Cause::Task(task(1)))
        .wait(1, WaitReason::Task(task(2)));
    tape.poll(2).at(150_000).done(2);
    assert_eq!(
        end(&tape, 2),
        "done at 150 ms, although it was asked to cancel at 100 ms by main"
    );
}

#[test]
fn details_do_not_repeat_themselves() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").poll(1).spawn(2, 1, "a");
    tape.at(5_000)
        .wait(1, WaitReason::Task(task(2)))
        .poll(2)
        .wait(2, timer(50_000));
    tape.at(20_000)
        .cancel(2, 1, "")
        .wake(2, Cause::Task(task(1)))
        .cancelled(2);
    let (model, log) = (tape.model(), &tape.log);
    for (number, span) in [(1, 0), (1, 1), (2, 0), (2, 2), (2, 3)] {
        let said = details(RunView::new(log, &model), task(number), span);
        let facts = said
            .span
            .facts
            .iter()
            .map(|(label, fact)| format!("{label} {fact}"));
        let all: Vec<String> = facts
            .chain([said.span.sentence, said.life, said.chain])
            .collect();
        let all = all.join("\n");
        for words in ["spawned by main", "cancelled at", "started by the page"] {
            assert!(all.matches(words).count() <= 1, "{words} twice in\n{all}");
        }
    }
}

#[test]
fn the_place_where_the_page_started_main_is_omitted() {
    let spawned = |files: [&str; 3]| {
        let mut tape = Tape::new();
        for (n, (file, line)) in files.iter().zip([306, 7, 9]).enumerate() {
            let file = (*file).into();
            let place = tape.log.intern_place(Place { file, line });
            tape.push(EventKind::TaskSpawned {
                task: task(n + 1),
                parent: (n > 0).then(|| task(1)),
                place,
                is_cleanup: false,
            });
        }
        let (model, log) = (tape.model(), &tape.log);
        [1, 2].map(|number| {
            let facts = describe(RunView::new(log, &model), task(number), 0).facts;
            let at = facts.into_iter().find(|(label, _)| *label == "spawned at");
            at.map_or(String::new(), |(_, at)| at)
        })
    };
    assert_eq!(
        spawned(["src/web/run.rs", "gather.rs", "gather.rs"]),
        ["", "line 7"]
    );
    assert_eq!(
        spawned(["script.py", "script.py", "script.py"]),
        ["line 306", "line 7"]
    );
    assert_eq!(
        spawned(["main.rs", "main.rs", "jobs.rs"]),
        ["main.rs:306", "main.rs:7"]
    );
}
