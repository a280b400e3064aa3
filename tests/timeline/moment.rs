//! The state at the reader's moment: of each task, and of resources with their waiting tasks.

use crate::common::tape::{Tape, at, task};
use coroscope::timeline::{StateAt, lines_at, state_at};
use coroscope::trace::{
    Cause, Delay, Moment, OutcomeKind, RunView, TaskState, WaitKind, WaitReason,
};

fn after(tape: &Tape, seq: u64) -> Moment {
    Moment::after(&tape.log, seq).unwrap()
}

/// Everything happens at the same time: only sequence numbers distinguish the moments.
fn at_once() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").spawn(2, 0, "b"); // 0 to 3
    tape.poll(1).wait(1, WaitReason::Timer(Delay::UNKNOWN)); // 4, 5, 6
    tape.poll(2).done(2); // 7, 8
    tape.wake(1, Cause::Timer).poll(1).done(1); // 9, 10, 11
    tape
}

#[test]
fn moments_at_the_same_time_differ_in_their_events() {
    let [ready, running] = [TaskState::Ready, TaskState::Running].map(StateAt::Alive);
    let done = StateAt::Ended(OutcomeKind::Done);
    let asleep = StateAt::Alive(TaskState::Waiting(WaitKind::Timer));
    let tape = at_once();
    let model = tape.model();
    let state = |number, seq| state_at(&model, task(number), after(&tape, seq));
    let first: Vec<_> = [0, 4, 5, 6, 9, 10, 11].map(|seq| state(1, seq)).into();
    let expected = [ready, running, running, asleep, ready, running, done];
    assert_eq!(first, expected.map(Some));
    assert_eq!(
        [1, 2, 7, 8].map(|seq| state(2, seq)),
        [None, Some(ready), Some(running), Some(done)]
    );
    assert_eq!(state(3, 11), None);
}

#[test]
fn a_task_that_has_ended_is_at_no_line() {
    let tape = at_once();
    let model = tape.model();
    let lines = |seq| {
        lines_at(
            RunView::new(&tape.log, &model),
            |file| file.ends_with("timeline/moment.rs"),
            after(&tape, seq),
        )
        .len()
    };
    assert_eq!([5, 6, 10, 11].map(lines), [0, 1, 1, 0]);
}

#[test]
fn a_moment_between_two_events_is_after_the_former() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .at(10)
        .poll(1)
        .at(20)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    let moment = Moment::at(&tape.log, at(15)).unwrap();
    assert_eq!(
        state_at(&tape.model(), task(1), moment),
        Some(StateAt::Alive(TaskState::Running))
    );
}
