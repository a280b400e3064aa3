//! Lanes: for each pixel, how much is drawn as running, ready and waiting, and how much the log says.

use super::ink::{Area, filled, height_at, stroked};
use super::said::{Said, State, Stretch};
use super::{Report, TOLERANCE};
use coroscope_timeline::{Rows, TimeScale, Viewport, layout, shapes, signs};
use coroscope_trace::RunView;

/// Height of a bar.
const BAR: f64 = 14.0;
/// Height of the two stripes of a thread.
const STRIPES: f64 = 9.0;
/// Height and width of a tick.
const TICK: (f64, f64) = (7.0, 1.0);
/// Maximum distance between a tick and a poll that it represents.
const NEAR: f64 = 1.0;
/// Maximum distance between a poll and a tick or bar that shows it.
const FAR: f64 = 4.0;
/// The gap in the line of a wait for its sign, on each side of the sign's middle.
const SIGN: f64 = 7.5;

/// The paths of a lane as they are in a file.
#[derive(Debug, Default)]
pub struct Paths {
    pub waiting: String,
    pub ready: String,
    pub queued: String,
    pub running: String,
    pub thread: String,
    pub ticks: String,
    pub signs: Vec<f64>,
}

/// Running, ready and waiting: parts of a pixel.
type Pixel = [f64; 3];

/// What is drawn in each pixel, from 0 on.
fn drawn(paths: &Paths, pixels: usize) -> Result<Vec<Pixel>, String> {
    let (running, queued) = (filled(&paths.running)?, filled(&paths.queued)?);
    let thread = filled(&paths.thread)?;
    let (ready, mut lines) = (stroked(&paths.ready)?, filled(&paths.waiting)?);
    for sign in &paths.signs {
        lines.push(Area {
            from: sign - SIGN,
            to: sign + SIGN,
            height: BAR / 4.0,
        });
    }
    lines.sort_by(|a, b| a.from.total_cmp(&b.from));
    if let Some(line) = lines.iter().find(|line| line.height != BAR / 4.0) {
        return Err(format!("{line:?} is no line"));
    }
    let areas = [&running, &thread, &queued, &ready, &lines];
    let edges = areas
        .into_iter()
        .flatten()
        .flat_map(|area| [area.from, area.to]);
    let mut cuts: Vec<f64> = edges.chain((0..=pixels).map(|x| x as f64)).collect();
    cuts.sort_by(f64::total_cmp);
    let mut drawn = vec![[0.0; 3]; pixels];
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let middle = (from + to) / 2.0;
        // Sums of decimals are not exact.
        let Some(pixel) = drawn
            .get_mut(middle as usize)
            .filter(|_| middle > 0.0 && to - from > 1e-6)
        else {
            continue;
        };
        let part = |areas: &[Area]| height_at(areas, middle) / BAR;
        let stripes = height_at(&thread, middle) / STRIPES;
        let (run, queue) = (part(&running) + stripes, part(&queued));
        let ready = part(&ready) + queue;
        if run + ready > 1.0 + 1e-6 {
            return Err(format!(
                "at {middle} running ({run}) covers ready ({ready})"
            ));
        }
        let waiting = match height_at(&lines, middle) > 0.0 {
            true => 1.0 - run - ready,
            false => 0.0,
        };
        for (sum, share) in pixel.iter_mut().zip([run, ready, waiting]) {
            *sum += share * (to - from);
        }
    }
    Ok(drawn)
}

/// What the log says of each pixel.
fn truth(stretches: &[Stretch], scale: &TimeScale, until: u64, pixels: usize) -> Vec<Pixel> {
    let mut truth = vec![[0.0; 3]; pixels];
    for stretch in stretches {
        let state = match stretch.state {
            State::Running => 0,
            State::Ready => 1,
            State::Waiting(_) => 2,
        };
        let (from, to) = (
            px(scale, stretch.from.min(until)),
            px(scale, stretch.to.min(until)),
        );
        let (from, to) = (from.max(0.0), to.min(pixels as f64));
        let mut x = from;
        while x < to {
            let next = (x.floor() + 1.0).min(to);
            truth[x as usize][state] += next - x;
            x = next;
        }
    }
    truth
}

/// The position of a time, in pixels from the left edge.
pub fn px(scale: &TimeScale, at: u64) -> f64 {
    let (from, to) = (scale.from().as_micros(), scale.to().as_micros());
    (at as f64 - from as f64) * scale.width() / (to - from) as f64
}

/// Compares the paths of a lane with what the log says of its task.
pub fn check(
    paths: &Paths,
    stretches: &[Stretch],
    scale: &TimeScale,
    until: u64,
) -> Result<Report, String> {
    let pixels = scale.width() as usize;
    let (drawn, truth) = (
        drawn(paths, pixels)?,
        truth(stretches, scale, until, pixels),
    );
    let mut report = Report::default();
    for (x, (drawn, truth)) in drawn.iter().zip(&truth).enumerate() {
        report.pixels += 1;
        report.shared += usize::from(truth.iter().filter(|share| **share > 0.01).count() > 1);
        for (drawn, truth) in drawn.iter().zip(truth) {
            report.worst = report.worst.max((drawn - truth).abs());
        }
        if report.worst > TOLERANCE {
            let difference = format!("pixel {x}: drawn {drawn:.3?}, the log says {truth:.3?}");
            return Err(format!("{difference} (running, ready, waiting)"));
        }
    }
    report.ticks = check_ticks(paths, stretches, scale, until, &drawn)?;
    Ok(report)
}

/// Ticks have one size, never merge, and each represents a poll; each poll is visible or has a tick nearby.
fn check_ticks(
    paths: &Paths,
    stretches: &[Stretch],
    scale: &TimeScale,
    until: u64,
    drawn: &[Pixel],
) -> Result<usize, String> {
    let ticks = filled(&paths.ticks)?;
    for tick in &ticks {
        if (tick.height, tick.to - tick.from) != TICK {
            return Err(format!("{tick:?} is no tick"));
        }
    }
    for pair in ticks.windows(2) {
        if pair[1].from - pair[0].to < 1.0 {
            return Err(format!("{pair:?} join"));
        }
    }
    // At most a third of the pixels have ticks.
    for few in ticks.windows(10) {
        if few[9].to - few[0].from < 3.0 * 8.0 + 1.0 {
            return Err(format!("so many ticks are a bar: {few:?}"));
        }
    }
    let polls = stretches
        .iter()
        .filter(|stretch| stretch.state == State::Running && stretch.from <= until);
    let polls = polls.map(|poll| (px(scale, poll.from), px(scale, poll.to.min(until))));
    let polls: Vec<(f64, f64)> = polls.collect();
    for tick in &ticks {
        // Polls are in order, and do not overlap.
        let next = polls.partition_point(|poll| poll.1 < tick.from - NEAR);
        if polls.get(next).is_none_or(|poll| poll.0 > tick.to + NEAR) {
            return Err(format!("{tick:?} stands for nothing"));
        }
    }
    for (from, to) in &polls {
        if *from < FAR || *to > drawn.len() as f64 - FAR {
            continue;
        }
        let (first, last) = ((from - FAR) as usize, (to + FAR) as usize);
        let is_seen = drawn[first..=last].iter().any(|pixel| pixel[0] > 0.05);
        let next = ticks.partition_point(|tick| tick.to < from - FAR);
        let has_tick = ticks.get(next).is_some_and(|tick| tick.from <= to + FAR);
        if !is_seen && !has_tick {
            return Err(format!("the poll at {from} is not drawn"));
        }
    }
    Ok(ticks.len())
}

/// Checks the path data that the page draws.
pub fn check_paths(
    said: &Said,
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
) -> Result<Report, String> {
    let picture = layout(run, rows, viewport);
    let until = viewport.until.map_or(said.end, |until| until.as_micros());
    let mut report = Report::default();
    for lane in &picture.lanes {
        let paths = shapes::lane(lane, 12.0);
        let paths = match lane.is_thread {
            true => shapes::LanePaths::default(),
            false => paths,
        };
        let paths = Paths {
            thread: match lane.is_thread {
                true => signs::thread(lane, 12.0),
                false => String::new(),
            },
            waiting: paths.waiting,
            ready: paths.ready,
            queued: paths.queued,
            running: paths.running,
            ticks: paths.ticks,
            signs: paths.signs.iter().map(|(_, x)| *x).collect(),
        };
        let stretches = said.tasks.get(&lane.task).map_or(&[][..], Vec::as_slice);
        let checked = check(&paths, stretches, &viewport.scale, until);
        report = report.and(checked.map_err(|error| format!("{}: {error}", lane.name))?);
    }
    Ok(report)
}
