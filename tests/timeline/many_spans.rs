//! The picture of many spans and levels equals one computed from each of them.

use crate::common::tape::{Tape, at, resource, task};
use coroscope::time::Instant;
use coroscope::timeline::sizes::CAP;
use coroscope::timeline::{CounterTrack, Lane, Rows, TimeScale, Viewport, hit, layout};
use coroscope::trace::track::{Level, Span, TaskTrack};
use coroscope::trace::{
    Cause, Delay, EventKind, Model, Op, RunView, TaskState, TextId, WaitReason,
};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A pseudo-random generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % sides
    }
}

/// A log of two tasks and a queue; mostly as a run would write it, here and there damaged.
fn tape(dice: &mut Dice, turns: u64) -> Tape {
    let mut tape = Tape::new();
    let (place, text) = (tape.here(), TextId::from_index(0));
    tape.spawn(1, 0, "a").spawn(2, 1, "b").queue(1, "jobs", 9);
    let waits = [
        WaitReason::Turn,
        WaitReason::Timer(Delay::UNKNOWN),
        WaitReason::Io(text),
        WaitReason::Resource(resource(1), Op::Get),
        WaitReason::Resource(resource(2), Op::Acquire),
        WaitReason::Task(task(2)),
        WaitReason::Tasks(3),
        WaitReason::Future,
    ];
    let mut now = 0;
    for _ in 0..turns {
        now += match dice.roll(20) {
            0 => dice.roll(2_000),
            1..5 => 0,
            _ => dice.roll(20),
        };
        let number = 1 + dice.roll(2) as usize;
        tape.at(now);
        match dice.roll(100) {
            0..30 => tape.poll(number),
            30..50 => {
                let on = waits[dice.roll(waits.len() as u64) as usize];
                let task = task(number);
                tape.push(EventKind::Waits { task, on, place })
            }
            50..80 => tape.push(EventKind::PollEnded { task: task(number) }),
            80..95 => tape.wake(number, Cause::Timer),
            95 if dice.roll(20) == 0 => tape.clean_up(number),
            96 if dice.roll(20) == 0 => tape.done(number),
            _ => tape.level(1, dice.roll(12) as u32),
        };
    }
    tape
}

fn some_viewport(dice: &mut Dice, now: Instant) -> Viewport {
    let end = now.as_micros() + 50;
    let from = dice.roll(end);
    let to = match dice.roll(3) {
        0 => end,
        _ => from + 10 + dice.roll(end / 3 + 1),
    };
    let width = 1.0 + dice.roll(1_300) as f64;
    Viewport {
        scale: TimeScale::new(at(if dice.roll(3) == 0 { 0 } else { from }), at(to), width),
        first_lane: 0,
        lanes: 9,
        until: (dice.roll(2) == 0).then(|| at(dice.roll(end))),
    }
}

/// For each column of pixels, by its left edge, how much there is of each kind.
type Sums<K> = BTreeMap<(i64, K), f64>;

/// Adds an area from `x` to `to`, `height` high, to the columns that it overlaps.
fn add<K: Ord + Copy>(sums: &mut Sums<K>, what: K, (mut x, to): (f64, f64), height: f64) {
    while to - x > 1e-9 {
        let column = (x + 1e-9).floor();
        let next = to.min(column + 1.0);
        *sums.entry((column as i64, what)).or_default() += height * (next - x);
        x = next;
    }
}

/// Compares the visible columns.
fn assert_same<K: Ord + Copy + Debug>(found: &Sums<K>, right: &Sums<K>, viewport: &Viewport) {
    let seen = 0..viewport.scale.width() as i64;
    let keys = found.keys().chain(right.keys());
    for key in keys.filter(|(column, _)| seen.contains(column)) {
        let sum = |of: &Sums<K>| of.get(key).copied().unwrap_or(0.0);
        let (found, right) = (sum(found), sum(right));
        let is_same = (found - right).abs() < 1e-6 * right.max(1.0);
        assert!(is_same, "{found} for {right} at {key:?} of {viewport:?}");
    }
}

/// Compares a lane's bars and shares with its spans: a span as wide as a pixel has its own bar; for the others, each column
/// has as much of each state as they lasted there.
fn check_lane(lane: &Lane, track: &TaskTrack, viewport: &Viewport, until: Instant) {
    let scale = &viewport.scale;
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let (mut bars, mut narrow) = (Vec::new(), Sums::new());
    let seen = track.spans.iter().enumerate().filter(|(_, span)| {
        span.from <= scale.to().min(until) && span.to.is_none_or(|to| to >= scale.from())
    });
    for (place, span) in seen {
        let to = span.to.map_or(until, |to| to.min(until));
        let (x, to) = (inside(span.from), inside(to));
        match to - x >= 1.0 - 1e-9 {
            true => bars.push((span.state, x, to, place)),
            false => add(&mut narrow, span.state, (x, to), 1.0),
        }
    }
    assert_eq!(lane.bars.len(), bars.len(), "{viewport:?}");
    for (bar, (state, x, to, span)) in lane.bars.iter().zip(bars) {
        assert_eq!((bar.state, bar.span), (state, span));
        let off = (bar.x - x).abs() + (bar.x + bar.width - to).abs();
        assert!(off < 1e-6, "{bar:?} of {viewport:?}");
    }
    let mut shared = Sums::new();
    for shares in &lane.shares {
        let edges = (shares.x, shares.x + shares.width);
        add(&mut shared, TaskState::Running, edges, shares.running);
        add(&mut shared, TaskState::Ready, edges, shares.ready);
        let waiting = 1.0 - shares.running - shares.ready;
        match shares.waiting {
            Some(wait) => add(&mut shared, TaskState::Waiting(wait), edges, waiting),
            None => assert!(waiting < 1e-6, "{shares:?}"),
        }
    }
    assert_same(&shared, &narrow, viewport);
}

/// Compares a counter track's steps and peaks with its levels.
fn check_counter_track(
    track: &CounterTrack,
    levels: &[Level],
    viewport: &Viewport,
    until: Instant,
) {
    let scale = &viewport.scale;
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let mut right = Sums::new();
    let ends = levels.iter().skip(1).map(|level| level.at.min(until));
    let begun = levels.iter().take_while(|level| level.at <= until);
    let drawn: Vec<(f64, f64, u32)> = begun
        .zip(ends.chain([until]))
        .map(|(level, to)| (inside(level.at), inside(to), level.level))
        .collect();
    for (x, to, level) in &drawn {
        add(&mut right, (), (*x, *to), f64::from(*level));
    }
    let mut found = Sums::new();
    for (place, step) in track.steps.iter().enumerate() {
        let to = track.steps.get(place + 1).map_or(track.x_to, |next| next.x);
        add(&mut found, (), (step.x, to), step.level);
    }
    assert_same(&found, &right, viewport);
    for peak in &track.peaks {
        let here = drawn.iter().filter(|(x, to, _)| {
            let column = peak.x - 1e-6..peak.x + 1.0 - 1e-6;
            column.contains(x) || column.contains(to) || (*x..*to).contains(&peak.x)
        });
        let level = |(_, _, level): &(f64, f64, u32)| *level;
        let short = here.clone().filter(|(x, to, _)| to - x < 1.0 - 1e-6);
        assert!(short.map(level).max() <= Some(peak.level), "{peak:?}");
        assert!(here.map(level).any(|level| level == peak.level), "{peak:?}");
    }
    let highest = levels.iter().map(|level| level.level).max();
    assert_eq!(Some(track.highest), highest);
}

/// The span that a pointer hits, found by checking all of them.
fn plain_hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let all: Vec<(usize, Span)> = track.spans.iter().enumerate().collect();
    let begun: Vec<&(usize, Span)> = all.iter().filter(|(_, span)| span.from <= until).collect();
    let left = |span: &Span| scale.x(span.from);
    let before: Vec<_> = begun.iter().filter(|(_, span)| left(span) <= x).collect();
    let poll = before
        .iter()
        .rfind(|(_, s)| s.state == TaskState::Running && left(s) > x - 2.0);
    let end = |span: &Span| scale.x(span.to.map_or(until, |to| to.min(until)));
    let last = before.last();
    let next = begun.get(before.len());
    // A cap is wider.
    let has_sign = track.end.is_some_and(|(at, _)| at <= until) && before.len() == all.len();
    let reach = if has_sign { CAP } else { 3.0 };
    poll.or(last.filter(|(_, span)| x <= end(span)))
        .or(last.filter(|(_, span)| x - end(span) <= reach))
        .map(|(index, _)| *index)
        .or(next
            .filter(|(_, span)| left(span) - x <= 3.0)
            .map(|(index, _)| *index))
}

/// Compares the pictures of a few views with all spans and levels.
fn check(dice: &mut Dice, run: RunView<'_>) {
    let rows = Rows::of(run.model);
    for _ in 0..6 {
        let viewport = some_viewport(dice, run.model.now());
        let (scale, until) = (viewport.scale, viewport.until(run.model));
        let picture = layout(run, &rows, &viewport);
        for lane in &picture.lanes {
            let track = run.model.task(lane.task).unwrap();
            check_lane(lane, track, &viewport, until);
            let x = dice.roll(scale.width() as u64 + 1) as f64;
            let found = hit(run.model, &rows, &viewport, lane.row, x).map(|(_, span)| span);
            let right = plain_hit(track, &scale, until, x);
            assert_eq!(found, right, "at {x} of {viewport:?}");
        }
        for track in &picture.counter_tracks {
            let levels = &run.model.resource(track.resource).unwrap().levels;
            check_counter_track(track, levels, &viewport, until);
        }
    }
}

#[test]
fn a_picture_of_many_spans_equals_one_made_span_by_span() {
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let turns = [20, 300, 3_000][seed as usize % 3];
        let tape = tape(&mut dice, turns);
        check(&mut dice, RunView::new(&tape.log, &tape.model()));
    }
}

#[test]
fn a_picture_of_a_live_run_equals_one_made_span_by_span() {
    for seed in 0..40 {
        let mut dice = Dice(1_000 + seed);
        let tape = tape(&mut dice, 600);
        let mut model = Model::default();
        while !model.update_some(&tape.log, 1 + dice.roll(150) as usize) {
            check(&mut dice, RunView::new(&tape.log, &model));
        }
        assert_eq!(model, tape.model());
    }
}

#[test]
fn each_span_ends_where_the_next_begins() {
    let tape = tape(&mut Dice(7), 5_000);
    for track in tape.model().tasks() {
        let spans: Vec<Span> = track.spans.iter().collect();
        assert!(spans.len() > 500);
        assert!(
            spans
                .windows(2)
                .all(|pair| pair[0].to == Some(pair[1].from))
        );
        assert_eq!(
            track.spans.partition_point(|span| span.from <= at(9_000)),
            track.spans.begun_by(at(9_000))
        );
        let over = spans
            .iter()
            .filter(|span| span.to.is_some_and(|to| to < at(9_000)));
        assert_eq!(over.count(), track.spans.ended_before(at(9_000)));
        assert!(
            spans
                .iter()
                .rev()
                .eq(track.spans.iter().rev().collect::<Vec<_>>().iter())
        );
    }
}

#[test]
fn a_row_is_found_by_its_task() {
    let mut tape = Tape::new();
    for number in 1..500 {
        tape.spawn(number, number / 3, "some");
    }
    let rows = Rows::of(&tape.model());
    assert_eq!(rows.len(), 499);
    for (place, row) in rows.as_slice().iter().enumerate() {
        assert_eq!(rows.position(row.task), Some(place));
    }
    assert_eq!(rows.position(task(500)), None);
    assert_eq!(Rows::default().position(task(1)), None);
}

#[test]
fn a_counter_track_of_many_changes_has_the_mean_of_each_pixel() {
    let mut dice = Dice(11);
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0).spawn(1, 0, "a");
    for turn in 0..9_000 {
        let level = dice.roll(1_000_000) as u32;
        tape.at(turn * 3).level(1, level);
    }
    let model = tape.model();
    for _ in 0..5 {
        check(&mut dice, RunView::new(&tape.log, &model));
    }
}
