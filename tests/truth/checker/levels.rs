//! Numbers over time: the loop's lane, counter tracks, and the overview.

use super::ink::{Area, height_at};
use super::lanes::px;
use super::said::{Held, Said, State};
use super::{Report, TOLERANCE};
use coroscope_timeline::{Overview, TimeScale, Viewport};
use coroscope_trace::RunView;
use coroscope_trace::time::Instant;

/// The drawing of a number.
#[derive(Debug)]
pub struct Rises {
    pub areas: Vec<Area>,
    /// Middles and heights of the marks for peaks.
    pub peaks: Vec<(f64, f64)>,
    /// The height of the number `full`.
    pub height: f64,
    pub full: f64,
}

/// Maximum difference between the mean height of a pixel and the number's mean, as a part of the full height.
pub fn check(
    rises: &Rises,
    held: &[Held],
    place: usize,
    scale: &TimeScale,
    until: u64,
) -> Result<f64, String> {
    let pixels = scale.width() as usize;
    let mut truth = vec![0.0; pixels];
    let number = |held: &Held| f64::from(held.numbers[place]) / rises.full.max(1.0);
    for held in held {
        let (from, to) = (
            px(scale, held.from.min(until)),
            px(scale, held.to.min(until)),
        );
        spread(&mut truth, from, to, number(held));
    }
    let mut drawn = vec![0.0; pixels];
    for area in &rises.areas {
        spread(&mut drawn, area.from, area.to, area.height / rises.height);
    }
    let mut worst = 0.0_f64;
    for (x, (drawn, truth)) in drawn.iter().zip(&truth).enumerate() {
        worst = worst.max((drawn - truth).abs());
        if worst > TOLERANCE {
            return Err(format!(
                "pixel {x}: drawn {drawn:.3}, the log says {truth:.3}"
            ));
        }
    }
    check_peaks(rises, held, place, scale)?;
    Ok(worst)
}

/// Marks of peaks are separate, and each is a number that occurred.
fn check_peaks(
    rises: &Rises,
    held: &[Held],
    place: usize,
    scale: &TimeScale,
) -> Result<(), String> {
    if let Some(pair) = rises
        .peaks
        .windows(2)
        .find(|pair| pair[1].0 - pair[0].0 < 2.0)
    {
        return Err(format!("peaks {pair:?} join"));
    }
    for few in rises.peaks.windows(10) {
        if few[9].0 - few[0].0 < 3.0 * 8.0 {
            return Err(format!("so many peaks are an area: {few:?}"));
        }
    }
    for (x, height) in &rises.peaks {
        let level = height * rises.full.max(1.0) / rises.height;
        let was_there = held.iter().any(|held| {
            let near = px(scale, held.from) <= x + 1.5 && px(scale, held.to) >= x - 1.5;
            near && (f64::from(held.numbers[place]) - level).abs() <= 0.01 * rises.full.max(1.0)
        });
        if !was_there {
            return Err(format!("a peak of {level} at {x}"));
        }
        let parts = [x - 0.4, *x, x + 0.4];
        if parts.iter().all(|x| height_at(&rises.areas, *x) >= *height) {
            let areas = &rises.areas;
            return Err(format!(
                "the peak of {level} at {x} is not higher than {areas:?}"
            ));
        }
    }
    Ok(())
}

/// Adds a number to the pixels between two edges, in proportion to their overlap.
fn spread(pixels: &mut [f64], from: f64, to: f64, number: f64) {
    let mut x = from.max(0.0);
    let to = to.min(pixels.len() as f64);
    while x < to {
        let next = (x.floor() + 1.0).min(to);
        pixels[x as usize] += number * (next - x);
        x = next;
    }
}

/// Compares the columns of the overview with what the log says of all tasks.
pub fn check_overview(
    said: &Said,
    run: RunView<'_>,
    viewport: &Viewport,
) -> Result<Report, String> {
    if said.end == 0 {
        return Ok(Report::default());
    }
    let mut overview = Overview::default();
    overview.update(run);
    let count = (viewport.scale.width() / 3.0) as usize;
    let end = Instant::from_micros(said.end);
    let columns = overview.columns(count, Instant::ZERO, end);
    let width = said.end as f64 / count as f64;
    let mut truth = [vec![0.0; count], vec![0.0; count], vec![0.0; count]];
    // The overview shows the loop's tasks, not threads.
    let tasks = said.tasks.iter();
    let tasks = tasks.filter(|(task, _)| !said.threads.contains(task));
    for stretch in tasks.flat_map(|(_, stretches)| stretches) {
        let state = match stretch.state {
            State::Running => 0,
            State::Ready => 1,
            State::Waiting(_) => 2,
        };
        let (from, to) = (stretch.from as f64 / width, stretch.to as f64 / width);
        spread(&mut truth[state], from, to, 1.0);
    }
    let all = columns.iter().map(|column| column.all());
    let most = all.fold(1.0, f64::max);
    let mut worst = 0.0_f64;
    for (n, column) in columns.iter().enumerate() {
        let drawn = [column.running, column.ready, column.waiting];
        for (drawn, truth) in drawn.iter().zip(&truth) {
            worst = worst.max((drawn - truth[n]).abs() / most);
            if worst > TOLERANCE {
                let difference = format!("{drawn}, the log says {} of {most}", truth[n]);
                return Err(format!(
                    "column {n} of {count} of the whole run: {difference}"
                ));
            }
        }
    }
    Ok(Report {
        worst_overview: worst,
        ..Report::default()
    })
}
