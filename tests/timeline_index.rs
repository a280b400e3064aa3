//! What is drawn of many spans and levels is what a plain look at each of them gives.
#![cfg(not(target_family = "wasm"))]

mod timeline_tape;

use coroscope::time::Instant;
use coroscope::timeline::{Bar, BarKind, Rows, TimeScale, Viewport, hit, layout};
use coroscope::trace::model::State;
use coroscope::trace::track::{Span, TaskTrack};
use coroscope::trace::{Cause, Delay, Log, Model, Op, TextId, Wait, WaitKind, What};
use timeline_tape::{Tape, at, resource, task};

/// Numbers that look random, and are the same each time.
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
        Wait::Turn,
        Wait::Timer(Delay::UNKNOWN),
        Wait::Io(text),
        Wait::Resource(resource(1), Op::Get),
        Wait::Resource(resource(2), Op::Acquire),
        Wait::Task(task(2)),
        Wait::Tasks(3),
        Wait::Future,
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
                tape.push(What::Waits { task, on, place })
            }
            50..80 => tape.push(What::PollEnded { task: task(number) }),
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

fn kind(span: &Span) -> BarKind {
    match span.state {
        State::Ready => BarKind::Ready,
        State::Running => BarKind::Running,
        State::Waiting => BarKind::Waiting(WaitKind::of(span.waited.map(|waited| waited.on))),
    }
}

/// A stretch that is drawn as one bar, or as a part of one.
struct Part {
    kind: BarKind,
    x: f64,
    to: f64,
    span: usize,
    merged: u32,
    is_narrow: bool,
}

/// The spans one by one: of those below a pixel, all that begin in the same pixel as one part for each
/// state. Of what was waited for there, the longest counts.
fn parts(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Vec<Part> {
    let inside = |x: f64| x.clamp(-1.0, scale.width() + 1.0);
    let to_of = |span: &Span| span.to.unwrap_or(until.max(span.from)).min(until);
    let mut parts = Vec::new();
    let mut pixel: Option<(f64, Vec<(usize, Span)>)> = None;
    let all: Vec<(usize, Span)> = track.spans.iter().enumerate().collect();
    let seen = all.into_iter().filter(|(_, span)| {
        span.from <= scale.to().min(until) && span.to.is_none_or(|to| to >= scale.from())
    });
    for (index, span) in seen {
        let (x, to) = (inside(scale.x(span.from)), inside(scale.x(to_of(&span))));
        if to - x >= 1.0 {
            flush(&mut parts, pixel.take(), &inside, scale, &to_of);
            let (kind, span, merged) = (kind(&span), index, 1);
            parts.push(Part {
                kind,
                x,
                to,
                span,
                merged,
                is_narrow: false,
            });
            continue;
        }
        let column = (x + 1e-6).floor();
        match &mut pixel {
            Some((same, spans)) if *same == column => spans.push((index, span)),
            other => {
                flush(&mut parts, other.take(), &inside, scale, &to_of);
                *other = Some((column, vec![(index, span)]));
            }
        }
    }
    flush(&mut parts, pixel, &inside, scale, &to_of);
    parts
}

fn flush(
    parts: &mut Vec<Part>,
    pixel: Option<(f64, Vec<(usize, Span)>)>,
    inside: &impl Fn(f64) -> f64,
    scale: &TimeScale,
    to_of: &impl Fn(&Span) -> Instant,
) {
    let Some((_, spans)) = pixel else { return };
    let (x, to) = (spans[0].1.from, to_of(&spans[spans.len() - 1].1));
    let (x, to) = (inside(scale.x(x)), inside(scale.x(to)));
    let mut longest: Option<(BarKind, u128)> = None;
    let waits = |span: &Span| span.state == State::Waiting;
    let mut kinds: Vec<BarKind> = WaitKind::ALL.map(BarKind::Waiting).to_vec();
    kinds.sort();
    for wait in kinds {
        let same = spans
            .iter()
            .filter(|(_, span)| waits(span) && kind(span) == wait);
        if same.clone().count() > 0 {
            let lasted = same
                .map(|(_, span)| (to_of(span) - span.from).as_micros())
                .sum();
            if longest.is_none_or(|(_, most)| lasted > most) {
                longest = Some((wait, lasted));
            }
        }
    }
    let kinds = longest.map(|(wait, _)| wait).into_iter();
    for found in kinds.chain([BarKind::Ready, BarKind::Running]) {
        let is_wait = matches!(found, BarKind::Waiting(_));
        let is = |span: &Span| kind(span) == found || is_wait && waits(span);
        let merged = spans.iter().filter(|(_, span)| is(span)).count() as u32;
        if let Some((span, _)) = spans.iter().find(|(_, span)| kind(span) == found) {
            parts.push(Part {
                kind: found,
                x,
                to,
                span: *span,
                merged,
                is_narrow: true,
            });
        }
    }
}

/// Parts as bars: narrow ones of one state that are at most a pixel apart become one.
fn plain(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let waits = |kind: BarKind| matches!(kind, BarKind::Waiting(_));
    let parts = parts(track, scale, until);
    for state in [
        &waits as &dyn Fn(BarKind) -> bool,
        &|k| k == BarKind::Ready,
        &|k| k == BarKind::Running,
    ] {
        let mut merged: Vec<Part> = Vec::new();
        for part in parts.iter().filter(|part| state(part.kind)) {
            let part = Part { ..*part };
            match merged.last_mut() {
                Some(last)
                    if last.is_narrow
                        && part.is_narrow
                        && last.kind == part.kind
                        && part.x <= last.to + 1.0 =>
                {
                    last.to = last.to.max(part.to);
                    last.merged += part.merged;
                }
                _ => merged.push(part),
            }
        }
        bars.extend(merged.iter().map(|part| Bar {
            kind: part.kind,
            x: part.x,
            width: (part.to - part.x).max(if part.kind == BarKind::Running {
                2.0
            } else {
                1.0
            }),
            span: part.span,
            merged: part.merged,
        }));
    }
    bars.sort_by_key(|bar| bar.kind);
    bars
}

/// The span that a pointer finds, looked for among all of them.
fn plain_hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let all: Vec<(usize, Span)> = track.spans.iter().enumerate().collect();
    let begun: Vec<&(usize, Span)> = all.iter().filter(|(_, span)| span.from <= until).collect();
    let left = |span: &Span| scale.x(span.from);
    let before: Vec<_> = begun.iter().filter(|(_, span)| left(span) <= x).collect();
    let poll = before
        .iter()
        .rfind(|(_, s)| s.state == State::Running && left(s) > x - 2.0);
    let end = |span: &Span| scale.x(span.to.map_or(until, |to| to.min(until)));
    let last = before.last();
    let next = begun.get(before.len());
    poll.or(last.filter(|(_, span)| x <= end(span)))
        .or(last.filter(|(_, span)| x - end(span) <= 3.0))
        .map(|(index, _)| *index)
        .or(next
            .filter(|(_, span)| left(span) - x <= 3.0)
            .map(|(index, _)| *index))
}

/// Compares what is drawn of a few views with a look at each span and each level.
fn check(dice: &mut Dice, model: &Model, log: &Log) {
    let rows = Rows::of(model);
    for _ in 0..6 {
        let viewport = some_viewport(dice, model.now());
        let (scale, until) = (viewport.scale, viewport.until(model));
        let picture = layout(model, log, &rows, &viewport);
        for lane in &picture.lanes {
            let track = model.task(lane.task).unwrap();
            let mut bars = lane.bars.clone();
            bars.retain(|bar| bar.kind != BarKind::Cleanup);
            assert_eq!(bars, plain(track, &scale, until), "{viewport:?}");
            let x = dice.roll(scale.width() as u64 + 1) as f64;
            let found = hit(model, &rows, &viewport, lane.row, x).map(|(_, span)| span);
            assert_eq!(
                found,
                plain_hit(track, &scale, until, x),
                "at {x} of {viewport:?}"
            );
        }
        for strip in &picture.strips {
            let levels = &model.resource(strip.resource).unwrap().levels;
            let seen = levels
                .iter()
                .filter(|level| level.at <= scale.to().min(until));
            for level in seen.filter(|level| level.at >= scale.from()) {
                let pixel = (scale.x(level.at) + 1e-6).floor();
                let here = strip
                    .steps
                    .iter()
                    .filter(|step| (step.x + 1e-6).floor() == pixel);
                let highest = here.map(|step| step.level).max();
                assert!(highest >= Some(level.level), "{level:?} of {viewport:?}");
            }
            let known = |step: &&coroscope::timeline::Step| {
                !levels.iter().any(|level| level.level == step.level)
            };
            assert_eq!(strip.steps.iter().find(known), None);
            assert_eq!(
                strip.highest,
                levels.iter().map(|level| level.level).max().unwrap()
            );
        }
    }
}

#[test]
fn a_picture_of_many_spans_is_what_each_of_them_gives() {
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let turns = [20, 300, 3_000][seed as usize % 3];
        let tape = tape(&mut dice, turns);
        check(&mut dice, &tape.model(), &tape.log);
    }
}

#[test]
fn a_picture_of_a_run_that_goes_on_is_what_each_of_its_spans_gives() {
    for seed in 0..40 {
        let mut dice = Dice(1_000 + seed);
        let tape = tape(&mut dice, 600);
        let mut model = Model::default();
        while !model.update_some(&tape.log, 1 + dice.roll(150) as usize) {
            check(&mut dice, &model, &tape.log);
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
            track.spans.begun(at(9_000))
        );
        let over = spans
            .iter()
            .filter(|span| span.to.is_some_and(|to| to < at(9_000)));
        assert_eq!(over.count(), track.spans.over(at(9_000)));
        assert!(
            spans
                .iter()
                .rev()
                .eq(track.spans.iter().rev().collect::<Vec<_>>().iter())
        );
    }
}

#[test]
fn of_what_is_waited_for_in_a_pixel_the_longest_is_drawn() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "busy");
    for turn in 0..20_000 {
        tape.at(turn * 10).poll(1);
        let on = if turn == 12_345 {
            Wait::Future
        } else {
            Wait::Timer(Delay::UNKNOWN)
        };
        tape.at(turn * 10 + 9).wait(1, on);
    }
    tape.at(100_000_000).poll(1).done(1);
    let model = tape.model();
    let rows = Rows::of(&model);
    let mut viewport = Viewport::whole(&model, &rows, 1000.0);
    let kinds = |viewport: &Viewport| -> Vec<BarKind> {
        let picture = layout(&model, &tape.log, &rows, viewport);
        picture.lanes[0].bars.iter().map(|bar| bar.kind).collect()
    };
    assert!(!kinds(&viewport).contains(&BarKind::Waiting(WaitKind::Other)));
    viewport.scale = TimeScale::new(at(123_440), at(123_480), 1000.0);
    assert!(kinds(&viewport).contains(&BarKind::Waiting(WaitKind::Other)));
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
fn a_strip_of_many_changes_has_the_highest_of_each_pixel() {
    let mut dice = Dice(11);
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0).spawn(1, 0, "a");
    for turn in 0..9_000 {
        let level = dice.roll(1_000_000) as u32;
        tape.at(turn * 3).level(1, level);
    }
    let model = tape.model();
    for _ in 0..5 {
        check(&mut dice, &model, &tape.log);
    }
}
