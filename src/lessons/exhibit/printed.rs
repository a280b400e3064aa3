//! Points of recordings from before programs recorded points: the lines that three lessons printed then.

use crate::trace::Coordinate;

type Point = (String, f64, f64);

/// The points in the printed lines of a lesson.
pub(super) fn points<'a>(lesson: &str, lines: impl Iterator<Item = &'a str>) -> Vec<Point> {
    let read: fn(&str) -> Vec<Point> = match lesson {
        "worth" => |line| jobs(line).or_else(|| measured(line)).into_iter().collect(),
        "depth" => |line| per_level(line).unwrap_or_default(),
        "pipeline" => |line| stored(line).into_iter().collect(),
        _ => return Vec::new(),
    };
    lines.flat_map(read).collect()
}

/// `jobs: 4; each computes for 12 ms`
fn jobs(line: &str) -> Option<Point> {
    let (jobs, _) = line.strip_prefix("jobs: ")?.split_once("; ")?;
    Some(("jobs".into(), number(jobs)?, 0.0))
}

/// `75 % waiting: 2.1 × as fast, predicted 2.3 ×`
fn measured(line: &str) -> Option<Point> {
    let (share, gain) = line.split_once(" % waiting: ")?;
    let (gain, _) = gain.split_once(" × as fast")?;
    Some(("measured".into(), number(share)?, number(gain)?))
}

/// `depth 3: 90 ns, 30 ns per level; JavaScript 150 ns, 50 ns per level`
fn per_level(line: &str) -> Option<Vec<Point>> {
    let (depth, costs) = line.strip_prefix("depth ")?.split_once(": ")?;
    let depth = number(depth)?;
    let point = |cost: &str| {
        let series = match cost.starts_with("JavaScript ") {
            true => "JavaScript’s await",
            false => "Rust’s await",
        };
        let level = cost.split_once(", ")?.1.strip_suffix(" ns per level")?;
        Some((series.into(), depth, number(level)?))
    };
    Some(costs.split("; ").filter_map(point).collect())
}

/// `3 of 9: the title`
fn stored(line: &str) -> Option<Point> {
    let (done, all) = line.split_once(": ")?.0.split_once(" of ")?;
    Some(("stored".into(), number(done)?, number(all)?))
}

/// Reads `12` and `2.5`, without the standard library's code for floating-point numbers, which is large.
fn number(text: &str) -> Option<f64> {
    let (whole, tenths) = text.split_once('.').unwrap_or((text, "0"));
    let (whole, tenths): (u32, u32) = (whole.parse().ok()?, tenths.parse().ok()?);
    let thousandths = i64::from(whole) * 1000 + i64::from(tenths.min(9)) * 100;
    Some(Coordinate::from_thousandths(thousandths).get())
}
