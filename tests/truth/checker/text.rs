//! The picture as text: each character is the state that fills most of its time.

use super::lanes::px;
use super::said::{Said, State};
use super::{Report, TOLERANCE};
use coroscope::timeline::ascii::draw_picture;
use coroscope::timeline::{Rows, Viewport, layout};
use coroscope::trace::{Log, Model};
use std::collections::BTreeMap;

/// Pixels of a character.
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
    model: &Model,
    log: &Log,
    rows: &Rows,
    viewport: &Viewport,
) -> Result<Report, String> {
    let picture = layout(model, log, rows, viewport);
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
            let has = match found {
                ' ' | '✔' | '✘' | '⊘' => 0.0,
                found => *truth.get(&found).unwrap_or(&-1.0),
            };
            if has < most - TOLERANCE {
                return Err(format!(
                    "{}, character {cell}: {found:?}, the log says {truth:.3?}",
                    lane.name
                ));
            }
        }
    }
    Ok(report)
}
