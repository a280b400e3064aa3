//! Endless waits: the last waits of a deadlocked run.

use super::{WIDTH, picture};
use crate::common::tape::{Tape, resource, task, timer};
use coroscope::time::ms;
use coroscope::timeline::{
    LayoutOptions, MarkKind, Rows, Viewport, WaitKind, ascii, axis_end, describe, hit, layout,
    sentence_for_hang, sentence_for_mark, svg,
};
use coroscope::trace::{Cause, Model, Op, OutcomeKind, RunView, TaskState, WaitReason};
use coroscope::{Lock, Runtime, gather, spawn};

const LOCK: TaskState = TaskState::Waiting(WaitKind::Lock);

fn on_lock() -> WaitReason {
    WaitReason::Resource(resource(1), Op::Acquire)
}

/// `main` naps for 20 ms and waits for a lock that it holds itself.
fn deadlock() -> Tape {
    let mut tape = Tape::new();
    tape.lock(1, "till")
        .spawn(1, 0, "main")
        .pass(1, 0)
        .poll(1)
        .hold(1, 1);
    tape.wait(1, timer(20_000)).pass_ended(0, 1);
    tape.at(20_000)
        .pass(0, 1)
        .wake(1, Cause::Timer)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(1).wait(1, on_lock()).pass_ended(0, 0);
    tape
}

/// The engine of a script ends such a run at once: it cancels every task.
fn ended_by_the_engine() -> Tape {
    let mut tape = deadlock();
    tape.deadlock().cancel(1, 0, "").wake(1, Cause::Callback);
    tape.pass(1, 0).poll(1).cancelled(1).pass_ended(0, 0);
    tape
}

#[test]
fn the_axis_has_space_only_after_a_deadlock() {
    assert_eq!(
        axis_end(&deadlock().model()).elapsed(),
        ms(20) + ms(20) / 16
    );
    assert_eq!(
        axis_end(&ended_by_the_engine().model()).elapsed(),
        ms(20) + ms(20) / 16
    );
    let mut over = deadlock();
    over.wake(1, Cause::Outside)
        .pass(1, 0)
        .poll(1)
        .done(1)
        .pass_ended(0, 0);
    assert_eq!(axis_end(&over.model()).elapsed(), ms(20));
    // At its very beginning, too.
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .pass(1, 0)
        .poll(1)
        .wait(1, on_lock())
        .pass_ended(0, 0)
        .deadlock();
    assert_eq!(axis_end(&tape.model()).elapsed(), ms(1));
}

#[test]
fn a_run_that_waits_for_a_timer_or_the_browser_is_not_stuck() {
    let ends_with = |on: WaitReason, timers| {
        let mut tape = Tape::new();
        tape.spawn(1, 0, "main")
            .at(10_000)
            .pass(1, 0)
            .poll(1)
            .wait(1, on)
            .pass_ended(0, timers);
        axis_end(&tape.model()).elapsed()
    };
    let io = Tape::new().io("a page");
    assert_eq!(ends_with(timer(5_000), 1), ms(10));
    assert_eq!(ends_with(io, 0), ms(10));
    assert_eq!(ends_with(WaitReason::Future, 0), ms(10));
    assert_eq!(ends_with(on_lock(), 0), ms(10) + ms(10) / 16);
    // A pass that is not over may still wake a task.
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .at(10_000)
        .pass(1, 0)
        .poll(1)
        .wait(1, on_lock());
    assert_eq!(axis_end(&tape.model()).elapsed(), ms(10));
}

#[test]
fn the_last_wait_is_drawn_through_the_space_and_the_cap_comes_after_it() {
    for (tape, cap) in [
        (deadlock(), None),
        (ended_by_the_engine(), Some(OutcomeKind::Cancelled)),
    ] {
        let lane = &picture(&tape, LayoutOptions::default()).lanes[0];
        let wait = lane.forever.unwrap();
        let room = WIDTH / 17.0;
        assert_eq!(wait.state, LOCK);
        assert!(
            (wait.x - 16.0 * room).abs() < 0.1 && (wait.width - room).abs() < 0.1,
            "{wait:?}"
        );
        assert_eq!(lane.cap.map(|cap| cap.kind), cap);
        assert!(lane.cap.is_none_or(|cap| cap.x == WIDTH) && lane.faded_from.is_none());
    }
}

#[test]
fn during_the_run_there_is_no_space() {
    let tape = deadlock();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport {
        until: Some(model.now()),
        ..Viewport::whole(&model, &rows, WIDTH)
    };
    assert_eq!(
        layout(RunView::new(&tape.log, &model), &rows, &viewport).lanes[0].forever,
        None
    );
}

#[test]
fn the_open_end_can_be_hit_and_says_that_the_wait_never_ends() {
    let tape = ended_by_the_engine();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let (task, span) = hit(&model, &rows, &viewport, 0, WIDTH - 20.0).unwrap();
    let said = describe(RunView::new(&tape.log, &model), task, span);
    assert_eq!(said.title, "main: waiting");
    assert_eq!(
        said.sentence,
        "waits forever to acquire lock till: nothing is left that could wake it"
    );
}

#[test]
fn a_deadlock_after_which_the_run_continued_has_a_mark_instead() {
    let mut tape = ended_by_the_engine();
    tape.spawn(2, 0, "second")
        .pass(1, 0)
        .poll(2)
        .wait(2, timer(80_000))
        .pass_ended(0, 1);
    tape.at(100_000)
        .pass(0, 1)
        .wake(2, Cause::Timer)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(2).done(2).pass_ended(0, 0);
    assert_eq!(axis_end(&tape.model()).elapsed(), ms(100));
    let lanes = picture(&tape, LayoutOptions::default()).lanes;
    assert_eq!(lanes[0].forever, None);
    let mark = &lanes[0].marks[0];
    assert_eq!((mark.kind, mark.x), (MarkKind::Stuck, 200.0));
    let said = sentence_for_mark(mark);
    assert!(
        said.starts_with("main waits forever to acquire lock till at tests/"),
        "{said}"
    );
    assert!(
        said.ends_with(": nothing can continue after 20 ms"),
        "{said}"
    );
    assert!(lanes[1].marks.is_empty());
}

#[test]
fn text_and_svg_show_the_open_end() {
    for (tape, end) in [(deadlock(), "##∞"), (ended_by_the_engine(), "##∞⊘")] {
        let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 63);
        let line = text.lines().next().unwrap();
        assert!(line.ends_with(end), "{text}");
        let svg = svg::draw(
            RunView::new(&tape.log, &tape.model()),
            &svg::Options::default(),
        );
        for part in [
            r#"<path class="forever" transform="#,
            "waits forever to acquire lock till",
            ">waiting forever</text>",
            ">waiting: lock</text>",
        ] {
            assert!(svg.contains(part), "{part} is not in {svg}");
        }
    }
}

#[test]
fn every_task_that_was_stuck_is_drawn() {
    let mut tape = Tape::new();
    tape.lock(1, "till")
        .queue(2, "jobs", 0)
        .spawn(1, 0, "main")
        .pass(1, 0)
        .poll(1);
    tape.spawn(2, 1, "worker")
        .wait(1, WaitReason::Task(task(2)))
        .pass_ended(1, 0);
    tape.at(5_000)
        .pass(1, 0)
        .poll(2)
        .wait(2, WaitReason::Resource(resource(2), Op::Get))
        .pass_ended(0, 0);
    tape.deadlock();
    let lanes = picture(&tape, LayoutOptions::default()).lanes;
    let kinds: Vec<_> = lanes
        .iter()
        .map(|lane| lane.forever.map(|bar| bar.state))
        .collect();
    let waits = |kind| Some(TaskState::Waiting(kind));
    assert_eq!(kinds, [waits(WaitKind::Task), waits(WaitKind::Queue)]);
}

/// The sentence about a run that can't continue.
fn hang(tape: &Tape) -> Option<String> {
    let model = tape.model();
    sentence_for_hang(RunView::new(&tape.log, &model))
}

#[test]
fn a_hang_is_described_by_who_waits_for_what_at_the_deadlock() {
    // The cancellation that follows is none of it.
    for tape in [deadlock(), ended_by_the_engine()] {
        let said = hang(&tape).unwrap_or_default();
        assert!(said.starts_with("Would hang here: main waits "), "{said}");
        assert!(said.ends_with(" to acquire lock till"), "{said}");
    }
    let mut over = deadlock();
    over.wake(1, Cause::Outside)
        .pass(1, 0)
        .poll(1)
        .done(1)
        .pass_ended(0, 0);
    assert_eq!(hang(&over), None);
}

#[test]
fn tasks_that_wait_for_the_same_are_named_together_and_main_is_last() {
    let rt = Runtime::virtual_clock();
    let stuck = rt.block_on(async {
        let till = Lock::new().named("till");
        let _held = till.acquire().await;
        let buyers = (1..=8).map(|n| {
            let till = till.clone();
            let buyer = async move {
                drop(till.acquire().await);
                Ok(())
            };
            spawn(buyer).named(format!("buyer {n}"))
        });
        gather(buyers).await
    });
    assert!(stuck.is_err());
    rt.with_log(|log| {
        let model = Model::of(log);
        let said = sentence_for_hang(RunView::new(log, &model)).unwrap_or_default();
        let (buyers, main) = said.split_once("; ").unwrap_or_default();
        assert!(
            buyers.starts_with("Would hang here: buyer 1, buyer 2"),
            "{said}"
        );
        assert!(buyers.ends_with(" to acquire lock till"), "{said}");
        assert!(main.starts_with("Task-1 waits "), "{said}");
        assert!(main.ends_with(" for 8 tasks to end"), "{said}");
    });
}
