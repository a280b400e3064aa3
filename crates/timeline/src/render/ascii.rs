//! Renders the picture as text: one line per lane, one character per stretch of time.

use super::cells::{CELL, Cells, TICK_SYMBOL, add_ticks, cells_of};
use super::legend::{LEGEND, LegendItem};
use crate::layout::layout;
use crate::picture::{Lane, LoopLane, MarkKind, Picture};
use crate::rows::Rows;
use crate::scale::ticks;
use crate::sizes::TICK;
use crate::viewport::Viewport;
use core::fmt::Write;
use coroscope_trace::{OutcomeKind, RunView, TaskState, WaitKind};

const OVERDUE: char = '!';
const FOREVER: char = '∞';
const THREAD: char = '═';
const CLEANUP: char = '┄';
const REFUSED: char = '↷';
const BLOCKED: char = '█';
const TIME_LIMIT: char = '⚑';
const TIMED_OUT: char = '⧗';
const CALLED: char = '◆';

/// Names longer than this are cut.
const LONGEST_NAME: usize = 24;
/// Minimum distance between the axis labels, in characters.
const AXIS_TICK: f64 = 10.0;

/// Draws the whole run, `width` characters wide, with the task names in front.
///
/// Each character shows the state that lasted longest in its time. A poll shorter than that has a tick, `╷`; two
/// neighbouring characters never both have one. The end of a task follows its last character. Below the lanes are the
/// axis, the loop, and for each resource the level that lasted longest, as a digit (`+` for ten and more). The loop's
/// row shows how many tasks were ready, with a tick for passes shorter than a character. A row `blocked` has `█` where
/// one poll kept the loop busy for 50 ms or longer.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, sleep, spawn, time::ms, timeline::ascii, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let naps = [10, 30].map(|n| spawn(async move { sleep(ms(n)).await; Ok(()) }));
///     gather(naps).await?;
///     Ok(())
/// }).unwrap();
/// let text = rt.with_log(|log| ascii::draw(RunView::new(log, &Model::of(log)), 30));
/// let lines: Vec<&str> = text.lines().skip(1).take(2).collect();
/// assert_eq!(lines, [
///     "  Task-2 │╷─────────✔",
///     "  Task-3 │╷─────────────────────────────✔",
/// ]);
/// ```
pub fn draw(run: RunView<'_>, width: usize) -> String {
    let rows = Rows::of(run.model);
    let width = width.max(1) as f64 * CELL;
    let viewport = Viewport::whole(run.model, &rows, width);
    draw_picture(&layout(run, &rows, &viewport), &viewport)
}

/// Draws a picture of any viewport, one character per eight pixels.
pub fn draw_picture(picture: &Picture, viewport: &Viewport) -> String {
    let cells = (picture.width / CELL).ceil() as usize;
    let lane_names = picture.lanes.iter().map(lane_name);
    let track_names = picture
        .counter_tracks
        .iter()
        .map(|track| short(&track.name));
    let (has_loop, has_blocks) = (!picture.loop_lane.is_empty(), !picture.blocks.is_empty());
    let blocked = has_blocks.then(|| "blocked".into());
    let loop_name = has_loop.then(|| "loop".into());
    let names = lane_names.chain(blocked).chain(loop_name);
    let names: Vec<String> = names.chain(track_names).collect();
    let names_width = names.iter().map(|name| name.chars().count()).max();
    let names_width = names_width.unwrap_or(0);

    let lanes = picture.lanes.iter().map(|lane| lane_cells(lane, cells));
    let tracks = picture.counter_tracks.iter().map(|track| {
        let steps = track.steps.iter().map(|step| (step.x, step.level));
        level_cells(steps, track.x_to, cells)
    });
    let ready = has_loop.then(|| loop_cells(&picture.loop_lane, cells));
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
    let below = blocked.into_iter().chain(ready).chain(tracks);
    for (cells, name) in below.zip(names) {
        line(name, '│', &cells);
    }
    text
}

/// What each character means, for a caption: `▓ running  ▒ ready …`.
pub fn legend() -> String {
    let entries = LEGEND.iter().filter_map(|entry| {
        let symbol = match entry.item {
            LegendItem::Bar(state) => symbol(state),
            LegendItem::Cleanup => CLEANUP,
            LegendItem::Overdue => OVERDUE,
            LegendItem::Forever => FOREVER,
            // A process has the same character.
            LegendItem::Thread => {
                return Some(format!("{THREAD} running in a thread or a process"));
            }
            LegendItem::Cap(kind) => cap_symbol(kind),
            LegendItem::TimeLimit => TIME_LIMIT,
            LegendItem::Mark(MarkKind::Refused) => REFUSED,
            LegendItem::Mark(MarkKind::TimedOut) => TIMED_OUT,
            LegendItem::Mark(MarkKind::Called) => CALLED,
            LegendItem::Block => BLOCKED,
            _ => return None,
        };
        Some(format!("{symbol} {}", entry.label))
    });
    let tick = format!("{TICK_SYMBOL} ran for less than a character");
    let entries: Vec<String> = entries.chain([tick]).collect();
    entries.join("  ")
}

fn lane_name(lane: &Lane) -> String {
    // With a deeper indent, nothing of the name would be left.
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

fn symbol(state: TaskState) -> char {
    match state {
        TaskState::Running => '▓',
        TaskState::Ready => '▒',
        TaskState::Waiting(kind) => match kind {
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

fn lane_cells(lane: &Lane, cells: usize) -> Vec<char> {
    let mut found = Cells::new(cells);
    let running = match lane.is_thread {
        true => THREAD,
        false => symbol(TaskState::Running),
    };
    let mut add = |state, (x, to): (f64, f64), part| match state {
        TaskState::Running => found.add(running, (x, to), part),
        // During a cleanup, its waits are drawn as cleanup.
        state => {
            let mut x = x;
            for frame in &lane.cleanups {
                found.add(symbol(state), (x, to.min(frame.x)), part);
                let end = frame.x + frame.width;
                found.add(CLEANUP, (x.max(frame.x), to.min(end)), part);
                x = x.max(end);
            }
            found.add(symbol(state), (x, to), part);
        }
    };
    for bar in &lane.bars {
        add(bar.state, (bar.x, bar.x + bar.width), 1.0);
    }
    for shares in &lane.shares {
        let edges = (shares.x, shares.x + shares.width);
        add(TaskState::Running, edges, shares.running);
        add(TaskState::Ready, edges, shares.ready);
        if let Some(wait) = shares.waiting {
            let waiting = 1.0 - shares.running - shares.ready;
            add(TaskState::Waiting(wait), edges, waiting);
        }
    }
    let longest = found.longest().map(|symbol| symbol.unwrap_or(' '));
    let mut drawn: Vec<char> = longest.chain([' ']).collect();
    let mut ticks = Cells::new(cells);
    for x in &lane.ticks {
        ticks.add((), (*x, x + TICK), 1.0);
    }
    // A task with nothing else to draw needs no tick: its end shows that it ran.
    let mut seen: Vec<bool> = drawn.iter().map(|c| *c != ' ').collect();
    if let Some(wait) = lane.forever.filter(|wait| wait.x < picture_end(cells)) {
        seen[(wait.x.max(0.0) / CELL) as usize] = true;
    }
    let ran = |cell| seen[cell] && (found.has(cell, running) || ticks.has(cell, ()));
    add_ticks(&mut drawn, ran, |c| c == running);
    draw_over(lane, &mut drawn);
    if let Some(cap) = lane.cap {
        let blank = drawn
            .iter()
            .rposition(|c| *c != ' ')
            .map_or(0, |last| last + 1);
        let at = ((cap.x / CELL + 1e-6) as usize).max(blank).min(cells);
        drawn[at] = cap_symbol(cap.kind);
    }
    drawn
}

/// Draws what replaces characters of a wait: overdue parts, endless waits, and refused requests to cancel.
fn draw_over(lane: &Lane, drawn: &mut [char]) {
    let cells = drawn.len() - 1;
    for late in &lane.overdue {
        for (cell, share) in cells_of(late.x.min(picture_end(cells)), late.x + late.width) {
            let is_wait =
                drawn[..cells].get(cell) == Some(&symbol(TaskState::Waiting(WaitKind::Timer)));
            if is_wait && share > CELL / 2.0 {
                drawn[cell] = OVERDUE;
            }
        }
    }
    for limit in lane.limits.iter().filter(|limit| limit.has_flag) {
        drawn[(limit.x.clamp(0.0, picture_end(cells)) / CELL + 1e-6) as usize] = TIME_LIMIT;
    }
    for mark in &lane.marks {
        let symbol = match mark.kind {
            MarkKind::Refused => REFUSED,
            MarkKind::TimedOut => TIMED_OUT,
            MarkKind::Called => CALLED,
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
                drawn[cell] = symbol(wait.state);
                last = Some(cell);
            }
        }
        if let Some(cell) = last {
            drawn[cell] = FOREVER;
        }
    }
}

/// The last position that is still in the last cell.
fn picture_end(cells: usize) -> f64 {
    cells as f64 * CELL - 1.0
}

fn cap_symbol(kind: OutcomeKind) -> char {
    match kind {
        OutcomeKind::Done => '✔',
        OutcomeKind::Failed => '✘',
        OutcomeKind::Cancelled => '⊘',
    }
}

fn level_cells(steps: impl IntoIterator<Item = (f64, f64)>, x_to: f64, cells: usize) -> Vec<char> {
    let mut found = Cells::new(cells);
    let mut steps = steps.into_iter().peekable();
    while let Some((x, level)) = steps.next() {
        let until = steps.peek().map_or(x_to, |(next, _)| *next);
        found.add(level.round() as u32, (x, until), 1.0);
    }
    let digit = |level: Option<u32>| match level {
        Some(level) => char::from_digit(level, 10).unwrap_or('+'),
        None => ' ',
    };
    found.longest().map(digit).collect()
}

/// How many tasks were ready; blank where none was.
fn loop_cells(lane: &LoopLane, cells: usize) -> Vec<char> {
    let ready = lane.ready.steps.iter().copied();
    let levels = level_cells(ready, lane.ready.x_to, cells).into_iter();
    let mut drawn: Vec<char> = levels.map(|c| if c == '0' { ' ' } else { c }).collect();
    let mut ran = Cells::new(cells);
    for pass in &lane.passes {
        ran.add((), (pass.x, pass.x + pass.width), pass.share);
    }
    for x in &lane.ticks {
        ran.add((), (*x, x + TICK), 1.0);
    }
    add_ticks(&mut drawn, |cell| ran.has(cell, ()), |c| c != ' ');
    drawn
}

fn block_cells(picture: &Picture, cells: usize) -> Vec<char> {
    let mut drawn = vec![' '; cells];
    for block in &picture.blocks {
        let x = block.x.min(picture_end(cells));
        for (cell, _) in cells_of(x, block.x + block.width) {
            if let Some(cell) = drawn.get_mut(cell) {
                *cell = BLOCKED;
            }
        }
    }
    drawn
}

fn axis(viewport: &Viewport, cells: usize) -> (Vec<char>, Vec<char>) {
    let mut marks = vec!['─'; cells + 1];
    let mut labels = Vec::new();
    for tick in ticks(&viewport.scale, AXIS_TICK * CELL) {
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
