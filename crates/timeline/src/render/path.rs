//! Draws a lane's bars, shares and ticks as plain data.

use super::lane_paths::{LanePaths, LaneShapes};
use super::pen::Pen;
use crate::picture::{Bar, Lane};

/// Draws a lane whose row has its middle at `mid`, as path data.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, Lane, Shares, shapes};
/// use coroscope::trace::TaskState;
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let bar = Bar { state: TaskState::Running, x: 0.5, width: 2.5, span: 0 };
/// let shares = Shares { x: 3.0, width: 1.0, running: 0.5, ready: 0.5, waiting: None };
/// let lane = Lane { bars: vec![bar], shares: vec![shares], ..Lane::empty(task) };
/// let paths = shapes::lane(&lane, 12.0);
/// assert_eq!(paths.running, "M0.5 19v-14h2.5v7h1v7");
/// assert_eq!(paths.queued, "M3 5v7h1v-7");
/// ```
pub fn lane(lane: &Lane, mid: f64) -> LanePaths {
    lane_shapes(lane, mid).paths()
}

/// The same as plain data.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, Lane, shapes, shapes::Rect};
/// use coroscope::trace::TaskState;
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let bar = Bar { state: TaskState::Running, x: 0.5, width: 2.5, span: 0 };
/// let lane = Lane { bars: vec![bar], ..Lane::empty(task) };
/// let running = shapes::lane_shapes(&lane, 12.0).running;
/// let rect = Rect { x: 0.5, y: 5.0, width: 2.5, height: 14.0 };
/// assert_eq!(running.rects().collect::<Vec<_>>(), [rect]);
/// ```
pub fn lane_shapes(lane: &Lane, mid: f64) -> LaneShapes {
    let mut pen = Pen::new(mid);
    for cleanup in &lane.cleanups {
        pen.cleanup(cleanup);
    }
    let mut bars = lane.bars.iter().peekable();
    let late = |bar: &Bar| {
        let next = lane.overdue.partition_point(|late| late.x < bar.x);
        let late = lane.overdue.get(next)?;
        (late.x < bar.x + bar.width).then_some(late.x)
    };
    let mut after = None;
    for shares in &lane.shares {
        while let Some(bar) = bars.next_if(|bar| bar.x < shares.x) {
            pen.bar(bar, after, Some(shares.x), late(bar));
        }
        pen.shares(shares);
        after = Some(shares.x + shares.width);
    }
    for bar in bars {
        pen.bar(bar, after, None, late(bar));
    }
    for x in &lane.ticks {
        pen.tick(*x);
    }
    pen.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Overdue, Shares};
    use coroscope_trace::time::Instant;
    use coroscope_trace::{TaskId, TaskState, WaitKind};

    fn paths(bars: &[(TaskState, f64, f64)], shares: &[Shares]) -> LanePaths {
        let bar = |(state, x, end): &(TaskState, f64, f64)| Bar {
            state: *state,
            x: *x,
            width: end - x,
            span: 0,
        };
        let drawn = Lane {
            bars: bars.iter().map(bar).collect(),
            shares: shares.to_vec(),
            ..Lane::empty(TaskId::from_index(0))
        };
        lane(&drawn, 7.0)
    }

    fn shares(x: f64, end: f64, running: f64, ready: f64) -> Shares {
        let waits = running + ready < 1.0;
        Shares {
            x,
            width: end - x,
            running,
            ready,
            waiting: waits.then_some(WaitKind::Timer),
        }
    }

    const TIMER: TaskState = TaskState::Waiting(WaitKind::Timer);
    const IO: TaskState = TaskState::Waiting(WaitKind::Io);

    #[test]
    fn a_wait_that_is_overdue_at_once_has_no_room_for_a_sign() {
        let signs = |deadline: f64| {
            let bar = Bar {
                state: TIMER,
                x: 0.0,
                width: 60.0,
                span: 0,
            };
            let late = Overdue {
                x: deadline,
                width: 60.0 - deadline,
                span: 0,
                deadline: Instant::ZERO,
            };
            let drawn = Lane {
                bars: vec![bar],
                overdue: vec![late],
                ..Lane::empty(TaskId::from_index(0))
            };
            lane(&drawn, 7.0).signs.len()
        };
        assert_eq!((signs(12.0), signs(20.0)), (0, 1));
    }

    #[test]
    fn a_line_goes_on_below_polls_and_not_below_what_is_ready() {
        let polls = [
            (TIMER, 0.0, 5.0),
            (TaskState::Running, 5.0, 7.0),
            (IO, 7.0, 9.0),
        ];
        assert_eq!(paths(&polls, &[]).waiting, "M0 8.75v-3.5h9v3.5");
        let ready = [
            (TIMER, 0.0, 5.0),
            (TaskState::Ready, 5.0, 7.0),
            (IO, 7.0, 9.0),
        ];
        let gap = "M0 8.75v-3.5h5v3.5h2v-3.5h2v3.5";
        assert_eq!(paths(&ready, &[]).waiting, gap);
        let both = [
            (TIMER, 0.0, 5.0),
            (TaskState::Running, 5.0, 7.0),
            (TaskState::Ready, 7.0, 20.0),
            (TIMER, 20.0, 25.0),
        ];
        let gap = "M0 8.75v-3.5h5v3.5h15v-3.5h5v3.5";
        assert_eq!(paths(&both, &[]).waiting, gap);
    }

    #[test]
    fn a_line_leaves_a_gap_for_each_sign() {
        let bars = [
            (TIMER, 0.0, 30.0),
            (TaskState::Running, 30.0, 32.0),
            (IO, 32.0, 62.0),
        ];
        let drawn = paths(&bars, &[]);
        assert_eq!(drawn.signs, [(WaitKind::Timer, 10.0), (WaitKind::Io, 42.0)]);
        let gaps = "M0 8.75v-3.5h2.5v3.5h15v-3.5h17v3.5h15v-3.5h12.5v3.5";
        assert_eq!(drawn.waiting, gaps);
    }

    #[test]
    fn shares_are_as_high_as_their_part_of_the_time() {
        let drawn = paths(
            &[(TaskState::Running, 0.0, 2.37)],
            &[
                shares(2.37, 3.0, 0.5, 0.25),
                shares(3.0, 5.0, 0.5, 0.5),
                shares(5.0, 6.0, 0.0, 0.0),
                shares(6.0, 7.0, 0.3, 0.0),
            ],
        );
        assert_eq!(drawn.running, "M0 14v-14h2.37v7h2.63v7h1v-4h1v4");
        assert_eq!(drawn.queued, "M2.37 0v4h0.63v3h2v-7");
        assert_eq!(drawn.waiting, "M2.37 8.75v-3.5h0.63v3.5h2v-3.5h2v3.5");
    }

    #[test]
    fn a_gap_between_polls_is_drawn_however_short() {
        let drawn = paths(
            &[
                (TaskState::Running, 1.0, 3.02),
                (TaskState::Running, 3.1, 5.12),
            ],
            &[shares(3.02, 3.1, 0.0, 0.0)],
        );
        assert_eq!(drawn.running, "M1 14v-14h2.02v14h0.08v-14h2v14");
    }
}
