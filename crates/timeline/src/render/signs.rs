//! Further shapes on a lane, as SVG path data: overdue waits, time limits, threads, endless waits, refused requests to
//! cancel, callbacks. All renderers share them.

use super::number::number;
use crate::picture::{Bar, Lane, LimitEnd, Overdue};
use crate::sizes::BAR;
use core::fmt::Write;

/// Half the length of a zigzag tooth of an overdue wait, along the axis.
const TOOTH: f64 = 3.0;
/// Height of such a tooth, from the middle of the lane.
const TOOTH_HEIGHT: f64 = 3.5;
/// Height of each of the two stripes of a thread.
const STRIPE: f64 = 4.5;

/// The overdue part of a wait, to stroke 1.25 wide over the wait's line: a tick at the deadline, and a zigzag from there.
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
    let _ = write!(
        path,
        "M{x} {}l{half} {}",
        number(mid),
        number(-TOOTH_HEIGHT)
    );
    let (step, mut high) = (number(TOOTH), 2.0 * TOOTH_HEIGHT);
    for _ in 1..teeth {
        let _ = write!(path, "l{step} {}", number(high));
        high = -high;
    }
    let _ = write!(path, "l{half} {}", number(high / 2.0));
    path
}

/// The bars of a thread, to fill: two stripes, because it runs in parallel to the loop.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, Lane, signs};
/// use coroscope::trace::TaskState;
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let bar = Bar { state: TaskState::Running, x: 1.0, width: 20.0, span: 0 };
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

/// The sign of an endless wait, around the current point, to stroke 1.5 wide.
pub const FOREVER: &str =
    "m0 0c-2.2 -3.4 -5.5 -3.4 -5.5 0s3.3 3.4 5.5 0c2.2 -3.4 5.5 -3.4 5.5 0s-3.3 3.4 -5.5 0z";
/// Width of [`FOREVER`], with some space.
pub const FOREVER_WIDTH: f64 = 16.0;

/// Space for the sign of the kind of wait, before and after its middle.
const SIGN_ROOM: f64 = 7.5;

/// The shapes of an endless wait.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEnd {
    /// A line to stroke [`LINE`](crate::sizes::LINE) wide, dashed: there is no time after the end of the run.
    pub line: String,
    /// The x of the sign of the kind of wait, if there is space for it.
    pub sign: Option<f64>,
    /// The x of [`FOREVER`].
    pub forever: f64,
}

/// The shapes of an endless wait on a lane whose middle is at `mid`.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, signs};
/// use coroscope::trace::{TaskState, WaitKind};
/// let state = TaskState::Waiting(WaitKind::Lock);
/// let wait = Bar { state, x: 100.0, width: 46.0, span: 0 };
/// let open = signs::open_end(&wait, 12.0);
/// assert_eq!((open.line.as_str(), open.sign, open.forever), ("M117 12H130", Some(109.5), 138.0));
/// ```
pub fn open_end(wait: &Bar, mid: f64) -> OpenEnd {
    let room = wait.width - FOREVER_WIDTH;
    let sign = (room >= 2.0 * SIGN_ROOM).then_some(wait.x + 2.0 + SIGN_ROOM);
    let from = sign.map_or(wait.x, |sign| sign + SIGN_ROOM);
    let line = match room > 0.0 {
        true => format!(
            "M{} {}H{}",
            number(from),
            number(mid),
            number(wait.x + room)
        ),
        false => String::new(),
    };
    OpenEnd {
        line,
        sign,
        forever: wait.x + room.max(0.0) + FOREVER_WIDTH / 2.0,
    }
}

/// The mark of a refused request to cancel, with its foot at the current point, to stroke 1.5 wide. It is placed on the
/// bar.
pub const REFUSED: &str =
    "m0 14v-14m-3.5 -3.5a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1 -7 0m1.4 2.1l4.2 -4.2";

/// Height of the flag of a time limit, and how far it points back.
const FLAG_HEIGHT: f64 = 6.0;
const FLAG_WIDTH: f64 = 7.0;
/// The upper edge of such flags, from the middle of the lane.
const FLAG_TOP: f64 = -11.0;

/// The shapes of time limits on a lane whose middle is at `mid`: lines to stroke 1 wide, from where each was set to the
/// flag at the limit, and the flags of those that were reached, to fill.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Lane, Limit, LimitEnd, signs};
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let end = LimitEnd::Expired(None);
/// let limit = Limit { from: 0.0, x: 30.0, has_flag: true, end, index: 0 };
/// let lane = Lane { limits: vec![limit], ..Lane::empty(task) };
/// let (lines, flags) = signs::limits(&lane, 12.0);
/// assert_eq!(lines, "M0 4v-3H30V19M30 1l-7 3l7 3z");
/// assert_eq!(flags, "M30 1l-7 3l7 3z");
/// ```
pub fn limits(lane: &Lane, mid: f64) -> (String, String) {
    let (mut lines, mut flags) = (String::new(), String::new());
    let (top, foot) = (number(mid + FLAG_TOP), number(mid + BAR / 2.0));
    let start = number(mid + FLAG_TOP + 3.0);
    for limit in &lane.limits {
        let (from, x) = (number(limit.from), number(limit.x));
        let _ = write!(lines, "M{from} {start}v-3H{x}");
        if !limit.has_flag {
            continue;
        }
        let half = number(FLAG_HEIGHT / 2.0);
        let flag = format!("M{x} {top}l-{w} {half}l{w} {half}z", w = number(FLAG_WIDTH));
        let _ = write!(lines, "V{foot}{flag}");
        if let LimitEnd::Expired(_) = limit.end {
            flags += &flag;
        }
    }
    (lines, flags)
}

/// The mark where work has timed out: an hourglass around the current point, to fill. It is placed on the bar.
pub const TIMED_OUT: &str = "m-4.5 -6h9l-3.75 6l3.75 6h-9l3.75 -6z";
/// The mark of the turn of a callback: a diamond around the current point, to fill. It is placed on the bar.
pub const CALLED: &str = "m0 -6.5l5.5 6.5l-5.5 6.5l-5.5 -6.5z";
/// The mark where a value was set to what it was already: a cross around the current point, to stroke 1.5 wide.
pub const UNCHANGED: &str = "m-2.5 -2.5l5 5m0 -5l-5 5";
