//! The picture as text: one line for each lane, one character for each stretch of time.

use super::layout::{Bar, BarKind, Cap, CapKind, Lane, Picture, Viewport, WaitKind, layout};
use super::picture::MarkKind;
use super::rows::Rows;
use super::scale::ticks;
use crate::trace::{Log, Model};
use core::fmt::Write;

/// What each character means, for a caption.
pub const LEGEND: &str = "▓ running  ▒ ready  waiting: ─ timer  ~ I/O  = queue  # lock  & task  \
                          ' turn  · other  ! overdue  ∞ forever  ┄ cleanup  ═ in a thread  \
                          ✔ done  ✘ failed  ⊘ cancelled  ↷ asked to cancel, went on";

const OVERDUE: char = '!';
const FOREVER: char = '∞';
const THREAD: char = '═';
const REFUSED: char = '↷';

/// Pixels of the layout that a character stands for.
const CELL: f64 = 8.0;
/// Names longer than this are cut.
const LONGEST_NAME: usize = 24;
/// Least distance of the axis's labels, in characters.
const TICK: f64 = 10.0;

/// The whole run, its time spread over `width` characters beside the names.
///
/// A poll, however short, has a character of its own; else the state that lasted longest in
/// a character's time shows. Ends stand right after the last character. Below the lanes are
/// the axis, what the loop did, and for each resource its level, as a digit (`+` for ten and more): of
/// the loop it is how many were ready. Where one poll kept the loop for 50 ms stands `█` in a line of its own.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, sleep, spawn, time::ms, timeline::ascii, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let naps = [10, 30].map(|n| spawn(async move { sleep(ms(n)).await; Ok(()) }));
///     gather(naps).await?;
///     Ok(())
/// }).unwrap();
/// let text = rt.with_log(|log| ascii::draw(&Model::of(log), log, 30));
/// let lines: Vec<&str> = text.lines().skip(1).take(2).collect();
/// assert_eq!(lines, [
///     "  Task-2 │▓─────────▓✔",
///     "  Task-3 │▓────────────────────────────▓✔",
/// ]);
/// ```
pub fn draw(model: &Model, log: &Log, width: usize) -> String {
    let rows = Rows::of(model);
    let width = width.max(1) as f64 * CELL;
    let viewport = Viewport::whole(model, &rows, width);
    draw_picture(&layout(model, log, &rows, &viewport), &viewport)
}

/// A picture of any viewport, a character for every eight pixels.
pub fn draw_picture(picture: &Picture, viewport: &Viewport) -> String {
    let cells = (picture.width / CELL).ceil() as usize;
    let lane_names = picture.lanes.iter().map(lane_name);
    let strip_names = picture.strips.iter().map(|strip| short(&strip.name));
    let (has_loop, has_blocks) = (
        !picture.loop_lane.passes.is_empty(),
        !picture.blocks.is_empty(),
    );
    let blocked = has_blocks.then(|| "blocked".into());
    let loop_name = has_loop.then(|| "loop".into());
    let names = lane_names.chain(blocked).chain(loop_name);
    let names: Vec<String> = names.chain(strip_names).collect();
    let names_width = names.iter().map(|name| name.chars().count()).max();
    let names_width = names_width.unwrap_or(0);

    let lanes = picture.lanes.iter().map(|lane| lane_cells(lane, cells));
    let strips = picture.strips.iter().map(|strip| {
        let steps = strip.steps.iter().map(|step| (step.x, step.level));
        level_cells(steps, strip.x_to, cells)
    });
    let ready = has_loop.then(|| {
        let ready = &picture.loop_lane.ready;
        let cells = level_cells(ready.steps.iter().copied(), ready.x_to, cells);
        // Most of the time the loop has nothing to do.
        cells
            .into_iter()
            .map(|c| if c == '0' { ' ' } else { c })
            .collect()
    });
    let blocked = has_blocks.then(|| block_cells(picture, cells));
    let mut text = String::new();
    let mut line = |name: &str, edge: char, cells: &[char]| {
        let cells: String = cells.iter().collect();
        let line = format!("{name:names_width$} {edge}{cells}");
        let _ = writeln!(text, "{}", line.trim_end());
    };
    let mut names = names.iter();
    for (cells, name) in lanes.zip(names.by_ref()) {
        line(name, '│', &cells);
    }
    let (marks, labels) = axis(viewport, cells);
    line("", '└', &marks);
    line("", ' ', &labels);
    let below = blocked.into_iter().chain(ready).chain(strips);
    for (cells, name) in below.zip(names) {
        line(name, '│', &cells);
    }
    text
}

fn lane_name(lane: &Lane) -> String {
    // A name that is indented further would not be seen.
    let indent = 2 * (lane.depth as usize).min(LONGEST_NAME / 4);
    short(&format!("{:indent$}{}", "", lane.name))
}

fn short(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_control() { ' ' } else { c });
    match name.chars().nth(LONGEST_NAME) {
        None => plain.collect(),
        Some(_) => plain.take(LONGEST_NAME - 1).chain(['…']).collect(),
    }
}

fn symbol(kind: BarKind) -> char {
    match kind {
        BarKind::Cleanup => '┄',
        BarKind::Running => '▓',
        BarKind::Ready => '▒',
        BarKind::Waiting(kind) => match kind {
            WaitKind::Timer => '─',
            WaitKind::Io => '~',
            WaitKind::Queue => '=',
            WaitKind::Lock => '#',
            WaitKind::Task => '&',
            WaitKind::Turn => '\'',
            WaitKind::Other => '·',
        },
    }
}

/// The cells that a stretch touches, each with how much of it.
fn cells_of(from: f64, to: f64) -> impl Iterator<Item = (usize, f64)> {
    // What floats leave of a whole number is not a cell.
    let (from, to) = (from.max(0.0) + 1e-6, to.max(0.0) - 1e-6);
    let first = (from / CELL) as usize;
    let last = ((to / CELL) as usize).max(first);
    (first..=last).map(move |cell| {
        let (left, right) = (cell as f64 * CELL, (cell + 1) as f64 * CELL);
        (cell, to.min(right) - from.max(left))
    })
}

fn lane_cells(lane: &Lane, cells: usize) -> Vec<char> {
    let mut drawn = vec![' '; cells + 1];
    let mut most = vec![-1.0_f64; cells];
    let is_poll = |bar: &&Bar| bar.kind == BarKind::Running;
    for bar in lane.bars.iter().filter(|bar| !is_poll(bar)) {
        for (cell, share) in cells_of(bar.x, real_end(bar, 1.0)) {
            // The frame of the cleanup shows its waits too: it is what matters of them.
            let in_frame = drawn.get(cell) == Some(&symbol(BarKind::Cleanup));
            if cell < cells && share > most[cell] && !in_frame {
                (drawn[cell], most[cell]) = (symbol(bar.kind), share);
            }
        }
    }
    for bar in lane.bars.iter().filter(is_poll) {
        for (cell, _) in cells_of(bar.x.min(picture_end(cells)), real_end(bar, 2.0)) {
            if cell < cells {
                drawn[cell] = match lane.is_thread {
                    true => THREAD,
                    false => symbol(bar.kind),
                };
            }
        }
    }
    cells_over(lane, &mut drawn);
    if let Some(cap) = lane.cap {
        let blank = drawn
            .iter()
            .rposition(|c| *c != ' ')
            .map_or(0, |last| last + 1);
        let at = ((cap.x / CELL + 1e-6) as usize).max(blank).min(cells);
        drawn[at] = cap_symbol(cap);
    }
    drawn
}

/// What is overdue or never ends takes the place of its wait, and a request that was not followed that of a character.
fn cells_over(lane: &Lane, drawn: &mut [char]) {
    let cells = drawn.len() - 1;
    for late in &lane.overdue {
        for (cell, share) in cells_of(late.x.min(picture_end(cells)), late.x + late.width) {
            let is_wait =
                drawn[..cells].get(cell) == Some(&symbol(BarKind::Waiting(WaitKind::Timer)));
            if is_wait && share > CELL / 2.0 {
                drawn[cell] = OVERDUE;
            }
        }
    }
    for mark in &lane.marks {
        let symbol = match mark.kind {
            MarkKind::Refused => REFUSED,
            MarkKind::Stuck => FOREVER,
            MarkKind::Printed | MarkKind::Noted => continue,
        };
        let cell = (mark.x.clamp(0.0, picture_end(cells)) / CELL + 1e-6) as usize;
        drawn[cell.min(cells)] = symbol;
    }
    if let Some(wait) = lane.forever {
        let mut last = None;
        for (cell, _) in cells_of(wait.x.min(picture_end(cells)), wait.x + wait.width) {
            if cell < cells && drawn[cell] == ' ' {
                drawn[cell] = symbol(wait.kind);
                last = Some(cell);
            }
        }
        if let Some(cell) = last {
            drawn[cell] = FOREVER;
        }
    }
}

/// Where a bar ends without what makes a short one visible in pixels.
fn real_end(bar: &Bar, least: f64) -> f64 {
    if bar.width <= least {
        bar.x
    } else {
        bar.x + bar.width
    }
}

/// The last position that is still in the last cell.
fn picture_end(cells: usize) -> f64 {
    cells as f64 * CELL - 1.0
}

fn cap_symbol(cap: Cap) -> char {
    match cap.kind {
        CapKind::Done => '✔',
        CapKind::Failed => '✘',
        CapKind::Cancelled => '⊘',
    }
}

fn level_cells(steps: impl IntoIterator<Item = (f64, u32)>, x_to: f64, cells: usize) -> Vec<char> {
    let mut drawn = vec![' '; cells];
    let mut highest = vec![None; cells];
    let mut steps = steps.into_iter().peekable();
    while let Some((x, level)) = steps.next() {
        let until = steps.peek().map_or(x_to, |(next, _)| *next);
        let until = until.min(picture_end(cells) + 1.0);
        for (cell, _) in cells_of(x.min(picture_end(cells)), until) {
            if cell < cells && highest[cell] < Some(level) {
                highest[cell] = Some(level);
                drawn[cell] = char::from_digit(level, 10).unwrap_or('+');
            }
        }
    }
    drawn
}

fn block_cells(picture: &Picture, cells: usize) -> Vec<char> {
    let mut drawn = vec![' '; cells];
    for block in &picture.blocks {
        let x = block.x.min(picture_end(cells));
        for (cell, _) in cells_of(x, block.x + block.width) {
            if let Some(cell) = drawn.get_mut(cell) {
                *cell = '█';
            }
        }
    }
    drawn
}

fn axis(viewport: &Viewport, cells: usize) -> (Vec<char>, Vec<char>) {
    let mut marks = vec!['─'; cells + 1];
    let mut labels = Vec::new();
    for tick in ticks(&viewport.scale, TICK * CELL) {
        let cell = (tick.x / CELL).round().max(0.0) as usize;
        if cell < labels.len() || cell > cells {
            continue;
        }
        marks[cell] = '┴';
        labels.resize(cell, ' ');
        labels.extend(tick.label.chars());
        labels.push(' ');
    }
    (marks, labels)
}
