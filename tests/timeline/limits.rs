//! Time limits: their flags, what is cleaned up after them, and where work timed out.

use super::picture;
use crate::common::tape::{Tape, task, timer};
use coroscope::time::{Duration, ms};
use coroscope::timeline::{
    Lane, LayoutOptions, LegendItem, LimitEnd, MarkKind, Picture, ascii, describe,
    sentence_for_mark,
};
use coroscope::trace::{Cause, Delay, EventKind, Log, Model, RunView};
use coroscope::{Result, Runtime, scope, sleep, timeout};

fn set(number: u32, micros: u64) -> EventKind {
    EventKind::TimeoutSet {
        task: task(1),
        timeout: number,
        after: Delay::of(Duration::from_micros(micros)),
    }
}

fn expired(number: u32) -> EventKind {
    let (task, timeout) = (task(1), number);
    EventKind::TimeoutExpired { task, timeout }
}

fn ended(number: u32) -> EventKind {
    let (task, timeout) = (task(1), number);
    EventKind::TimeoutEnded { task, timeout }
}

/// A task works under a limit of 300 ms, and under one of 900 ms that it keeps; its cleanup takes from 300 to 500 ms.
fn limited() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "work").poll(1);
    tape.push(set(1, 300_000)).push(set(2, 900_000));
    tape.wait(1, timer(800_000));
    tape.at(300_000).wake(1, Cause::Timer).poll(1);
    tape.push(expired(1)).wait(1, timer(200_000));
    tape.at(500_000).wake(1, Cause::Timer).poll(1);
    tape.push(ended(1)).push(ended(2));
    tape.wait(1, timer(500_000));
    tape.at(1_000_000).wake(1, Cause::Timer).poll(1).done(1);
    tape
}

fn drawn(tape: &Tape) -> (Picture, Lane) {
    let picture = picture(tape, LayoutOptions::default());
    let lane = picture.lanes[0].clone();
    (picture, lane)
}

#[test]
fn each_limit_has_a_flag_that_shows_whether_it_was_reached() {
    let (picture, lane) = drawn(&limited());
    let flags = lane
        .limits
        .iter()
        .map(|limit| (limit.from, limit.x, limit.end));
    let flags: Vec<_> = flags.collect();
    assert_eq!(
        flags,
        [
            (0.0, 300.0, LimitEnd::Expired(Some(500.0))),
            (0.0, 900.0, LimitEnd::Kept(500.0))
        ]
    );
    assert!(LegendItem::TimeLimit.occurs_in(&picture));
}

#[test]
fn the_cleanup_after_a_limit_has_a_frame_and_a_mark_at_its_end() {
    let tape = limited();
    let (picture, lane) = drawn(&tape);
    let frames = lane.cleanups.iter().map(|frame| (frame.x, frame.width));
    assert_eq!(frames.collect::<Vec<_>>(), [(300.0, 200.0)]);
    let [mark] = lane.marks.as_slice() else {
        panic!("{:?}", lane.marks);
    };
    assert_eq!((mark.kind, mark.x), (MarkKind::TimedOut, 500.0));
    assert_eq!(
        sentence_for_mark(mark),
        "timed out: a time limit of 300 ms was reached at 300 ms, and the cleanup took 200 ms, until 500 ms"
    );
    assert!(LegendItem::Cleanup.occurs_in(&picture));
    let model = tape.model();
    let run = RunView::new(&tape.log, &model);
    let words = describe(run, task(1), 5).sentence;
    assert_eq!(
        words,
        "cleaning up what was cancelled; waiting 200 ms for the timer"
    );
    let after = describe(run, task(1), 8).sentence;
    assert_eq!(after, "waiting 500 ms for the timer");
}

#[test]
fn a_limit_that_is_not_reached_yet_is_open() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "work").poll(1);
    tape.push(set(1, 300_000)).wait(1, timer(200_000));
    tape.at(100_000).hop();
    let (_, lane) = drawn(&tape);
    let [limit] = lane.limits.as_slice() else {
        panic!("{:?}", lane.limits);
    };
    // It is right of what is visible.
    assert_eq!((limit.end, limit.has_flag), (LimitEnd::Open, false));
}

#[test]
fn a_script_cleans_up_between_a_request_to_cancel_and_its_uncancel() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "work").poll(1);
    tape.push(set(1, 300_000)).wait(1, timer(800_000));
    tape.at(300_000).push(expired(1));
    tape.cancel(1, 0, "its timeout has expired");
    tape.wake(1, Cause::Callback)
        .poll(1)
        .wait(1, timer(200_000));
    tape.at(500_000).wake(1, Cause::Timer).poll(1);
    tape.push(EventKind::Uncancelled { task: task(1) });
    tape.wait(1, timer(500_000));
    tape.at(1_000_000).wake(1, Cause::Timer).poll(1).done(1);
    let (_, lane) = drawn(&tape);
    let frames = lane.cleanups.iter().map(|frame| (frame.x, frame.width));
    assert_eq!(frames.collect::<Vec<_>>(), [(300.0, 200.0)]);
    let marks = lane.marks.iter().map(|mark| (mark.kind, mark.x));
    assert_eq!(marks.collect::<Vec<_>>(), [(MarkKind::TimedOut, 500.0)]);
}

#[test]
fn a_script_that_is_cancelled_cleans_up_until_its_end() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "work").poll(1).wait(1, timer(800_000));
    tape.at(200_000).cancel(1, 0, "");
    tape.wake(1, Cause::Outside).poll(1).wait(1, timer(300_000));
    tape.at(500_000).wake(1, Cause::Timer).poll(1).cancelled(1);
    tape.at(1_000_000).hop();
    let (_, lane) = drawn(&tape);
    let frames = lane.cleanups.iter().map(|frame| (frame.x, frame.width));
    assert_eq!(frames.collect::<Vec<_>>(), [(200.0, 300.0)]);
}

/// Runs a program on the virtual clock, and returns its log as events about timeouts, and its picture as text.
fn run(main: impl Future<Output = Result<()>> + 'static) -> (Vec<String>, String) {
    let rt = Runtime::virtual_clock();
    let _ = rt.block_on(main);
    let event = |log: &Log| {
        let words = log.iter().filter_map(|event| {
            let at = event.at;
            match event.kind {
                EventKind::TimeoutSet { timeout, after, .. } => {
                    Some(format!("{at}: set {timeout} {after:?}"))
                }
                EventKind::TimeoutExpired { timeout, .. } => {
                    Some(format!("{at}: expired {timeout}"))
                }
                EventKind::TimeoutEnded { timeout, .. } => Some(format!("{at}: ended {timeout}")),
                _ => None,
            }
        });
        words.collect()
    };
    rt.with_log(|log| {
        let text = ascii::draw(RunView::new(log, &Model::of(log)), 40);
        (event(log), text)
    })
}

#[test]
fn timeouts_are_recorded_until_their_cleanup_has_ended() {
    let (events, text) = run(async {
        let outer = timeout(ms(600));
        let body = scope(
            (),
            async |()| {
                sleep(ms(1000)).await;
                Ok(())
            },
            async |()| {
                sleep(ms(100)).await;
                Ok(())
            },
        );
        let ended = outer.run(timeout(ms(200)).run(body)).await;
        assert!(ended.is_err());
        sleep(ms(100)).await;
        Ok(())
    });
    assert_eq!(
        events,
        [
            "0 ms: set 1 600ms",
            "0 ms: set 2 200ms",
            "200 ms: expired 2",
            "300 ms: ended 2",
            "300 ms: ended 1",
        ]
    );
    assert_eq!(
        text.lines().next().unwrap(),
        "Task-1 │╷───────────────────⚑┄┄┄┄┄┄┄┄┄⧗─────────✔"
    );
}

#[test]
fn work_that_ends_in_time_ends_its_limit() {
    let (events, _) = run(async {
        timeout(ms(20))
            .run(async {
                sleep(ms(5)).await;
                Ok(())
            })
            .await
    });
    assert_eq!(events, ["0 ms: set 1 20ms", "5 ms: ended 1"]);
}

#[test]
fn a_limit_that_is_changed_is_a_new_one() {
    let (events, _) = run(async {
        let limit = timeout(ms(20));
        let body = limit.clone();
        limit
            .run(async move {
                body.reschedule(Some(coroscope::now() + ms(7)));
                sleep(ms(9)).await;
                Ok(())
            })
            .await
    });
    assert_eq!(
        events,
        [
            "0 ms: set 1 20ms",
            "0 ms: ended 1",
            "0 ms: set 2 7ms",
            "7 ms: expired 2",
            "7 ms: ended 2",
        ]
    );
}
