//! The picture as text: each character is the state that fills most of its time, or a tick for a poll.

use super::lanes::px;
use super::said::{Said, State};
use super::{Report, TOLERANCE};
use coroscope_timeline::ascii::draw_picture;
use coroscope_timeline::{Rows, Viewport, layout};
use coroscope_trace::RunView;
use std::collections::BTreeMap;

/// The character for polls that are shorter than what is drawn.
const TICK: char = '╷';
/// Width of a character in pixels.
const CELL: f64 = 8.0;

fn symbol(state: State, cleanup: bool) -> char {
    match state {
        State::Running => '▓',
        _ if cleanup => '┄',
        State::Ready => '▒',
        State::Waiting("timer") => '─',
        State::Waiting("io") => '~',
        State::Waiting("queue") => '=',
        State::Waiting("lock") => '#',
        State::Waiting("task") => '&',
        State::Waiting("turn") => '\'',
        State::Waiting(_) => '·',
    }
}

pub fn check(
    said: &Said,
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
) -> Result<Report, String> {
    let picture = layout(run, rows, viewport);
    let text = draw_picture(&picture, viewport);
    let until = viewport.until.map_or(said.end, |until| until.as_micros());
    let mut report = Report::default();
    for (lane, line) in picture.lanes.iter().zip(text.lines()) {
        let (_, drawn) = line.split_once('│').ok_or("no edge")?;
        let drawn: Vec<char> = drawn.chars().collect();
        let whole = (viewport.scale.width() / CELL) as usize;
        let mut truth: Vec<BTreeMap<char, f64>> = vec![BTreeMap::new(); whole];
        let stretches = said.tasks.get(&lane.task).map_or(&[][..], Vec::as_slice);
        for stretch in stretches {
            let x = |at: u64| px(&viewport.scale, at.min(until)) / CELL;
            let (mut x, to) = (x(stretch.from).max(0.0), x(stretch.to).min(whole as f64));
            while x < to {
                let next = (x.floor() + 1.0).min(to);
                let symbol = symbol(stretch.state, stretch.cleanup);
                *truth[x as usize].entry(symbol).or_default() += next - x;
                x = next;
            }
        }
        for (cell, truth) in truth.iter().enumerate() {
            report.characters += 1;
            let found = drawn.get(cell).copied().unwrap_or(' ');
            let most = truth.values().copied().fold(0.0, f64::max);
            let of = |symbol: char| *truth.get(&symbol).unwrap_or(&-1.0);
            let has = match found {
                ' ' | '✔' | '✘' | '⊘' => 0.0,
                '!' => of('─'),
                '═' => of('▓'),
                TICK => most,
                // A mark replaces whatever is there.
                '↷' | '∞' | '⚑' | '⧗' | '◆' => most,
                // The cleanup of a part of a task is drawn instead of its waits.
                '┄' if !lane.cleanups.is_empty() => most,
                // In the space after the end of the log, a wait continues.
                _ if cell as f64 >= px(&viewport.scale, until) / CELL => most,
                found => of(found),
            };
            if has < most - TOLERANCE {
                return Err(format!(
                    "{}, character {cell}: {found:?}, the log says {truth:.3?}",
                    lane.name
                ));
            }
        }
        let until = until.min(viewport.scale.to().as_micros());
        let polls = stretches
            .iter()
            .filter(|stretch| stretch.state == State::Running && stretch.from <= until);
        let cell = |at: u64| (px(&viewport.scale, at.min(until)) / CELL).floor();
        let polls: Vec<(f64, f64)> = polls.map(|it| (cell(it.from), cell(it.to))).collect();
        check_ticks(&drawn, &polls).map_err(|error| format!("{}, {error}: {line}", lane.name))?;
    }
    Ok(report)
}

/// No two ticks are adjacent, each represents a poll, and each poll is visible or has a tick or an end nearby.
fn check_ticks(drawn: &[char], polls: &[(f64, f64)]) -> Result<(), String> {
    if drawn.windows(2).any(|pair| pair == [TICK, TICK]) {
        return Err("ticks join".into());
    }
    for (cell, _) in drawn.iter().enumerate().filter(|(_, c)| **c == TICK) {
        let cell = cell as f64;
        // Polls are in order. A tick is drawn in a pixel, and a poll may begin at its edge.
        let next = polls.partition_point(|poll| poll.1 < cell - 1.0);
        if polls.get(next).is_none_or(|poll| poll.0 > cell + 1.0) {
            return Err(format!("the tick {cell} stands for nothing"));
        }
    }
    for (from, to) in polls.iter().filter(|poll| poll.0 >= 0.0) {
        let near = (from - 2.0).max(0.0) as usize..=(to + 2.0).max(0.0) as usize;
        let near = near.filter_map(|cell| drawn.get(cell));
        let mut near = near.skip_while(|c| !"▓═╷✔✘⊘↷∞⚑⧗◆".contains(**c));
        if near.next().is_none() && *to < drawn.len() as f64 - 3.0 {
            return Err(format!("the poll at {from} is not drawn"));
        }
    }
    Ok(())
}
