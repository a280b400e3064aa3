//! The shapes of what lies on a lane beside its bars, as SVG path data: overdue waits, threads, waits without an end,
//! requests to cancel that were not followed. Renderers share them.

use super::number::number;
use super::overdue::Overdue;
use super::picture::{Bar, Lane};
use super::shapes::BAR;
use crate::trace::TaskId;
use core::fmt::Write;

/// Half of a tooth of an overdue wait, along the axis.
const TOOTH: f64 = 3.0;
/// How far such a tooth reaches from the middle of the lane.
const HIGH: f64 = 3.5;
/// Height of each of the two stripes of a thread.
const STRIPE: f64 = 4.5;

/// The overdue part of a wait, to be stroked 1.25 wide over the wait's line: a tick at the deadline, and teeth from there
/// on.
///
/// # Examples
/// ```
/// use coroscope::{time::Instant, timeline::{Overdue, signs}};
/// let late = Overdue { x: 10.0, width: 9.0, span: 0, deadline: Instant::ZERO };
/// assert_eq!(signs::overdue(&late, 12.0), "M10 5v14M10 12l1.5 -3.5l3 7l3 -7l1.5 3.5");
/// ```
pub fn overdue(late: &Overdue, mid: f64) -> String {
    let mut path = String::new();
    let x = number(late.x);
    if late.x >= 0.0 {
        let _ = write!(path, "M{x} {}v{}", number(mid - BAR / 2.0), number(BAR));
    }
    let teeth = (late.width / TOOTH) as usize;
    if teeth == 0 {
        return path;
    }
    let half = number(TOOTH / 2.0);
    let _ = write!(path, "M{x} {}l{half} {}", number(mid), number(-HIGH));
    let (step, mut high) = (number(TOOTH), 2.0 * HIGH);
    for _ in 1..teeth {
        let _ = write!(path, "l{step} {}", number(high));
        high = -high;
    }
    let _ = write!(path, "l{half} {}", number(high / 2.0));
    path
}

/// The bars of a thread, to be filled: two stripes, because it runs beside the loop.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, BarKind, Lane, signs};
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let bar = Bar { kind: BarKind::Running, x: 1.0, width: 20.0, span: 0, merged: 1 };
/// let lane = Lane { is_thread: true, bars: vec![bar], ..Lane::empty(task) };
/// assert_eq!(signs::thread(&lane, 12.0), "M1 5h20v4.5h-20zM1 14.5h20v4.5h-20z");
/// ```
pub fn thread(lane: &Lane, mid: f64) -> String {
    let mut path = String::new();
    let tops = [mid - BAR / 2.0, mid + BAR / 2.0 - STRIPE];
    for bar in &lane.bars {
        let (x, width) = (number(bar.x), number(bar.width));
        for top in tops.map(number) {
            let _ = write!(path, "M{x} {top}h{width}v{STRIPE}h-{width}z");
        }
    }
    path
}

/// The sign of a wait without an end, round where the path is: to be stroked 1.5 wide.
pub const FOREVER: &str =
    "m0 0c-2.2 -3.4 -5.5 -3.4 -5.5 0s3.3 3.4 5.5 0c2.2 -3.4 5.5 -3.4 5.5 0s-3.3 3.4 -5.5 0z";
/// Width of [`FOREVER`] with some space.
pub const FOREVER_WIDTH: f64 = 16.0;

/// A lane with nothing but the open end of a wait, less the room for its sign, and where the middle of that is.
pub fn open_end(wait: Bar) -> (Lane, f64) {
    let line = Bar {
        width: (wait.width - FOREVER_WIDTH).max(0.0),
        ..wait
    };
    let lane = Lane {
        bars: vec![line],
        ..Lane::empty(TaskId::from_index(0))
    };
    let end = wait.x + wait.width.max(FOREVER_WIDTH);
    (lane, end - FOREVER_WIDTH / 2.0)
}

/// The mark of a request to cancel that a task did not follow, whose foot is where the path is: to be stroked 1.5 wide.
/// It stands on the bar.
pub const REFUSED: &str =
    "m0 14v-14m-3.5 -3.5a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1 -7 0m1.4 2.1l4.2 -4.2";
