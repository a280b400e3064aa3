//! `record_point`: figures that a program adds to its log.

use crate::runtime;
use coroscope_trace::{Coordinate, EventKind};

/// Adds a point of a series to the log. What a lesson shows next to its timeline, such as a plot, consists of such points.
/// Does nothing outside of a run.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, record_point, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { record_point("speed-up", 75, 2.5); Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let point = Model::of(log).points[0];
///     assert_eq!(log.text(point.series), "speed-up");
///     assert_eq!((point.x.get(), point.y.get()), (75.0, 2.5));
/// });
/// ```
pub fn record_point(series: impl AsRef<str>, x: impl Into<Coordinate>, y: impl Into<Coordinate>) {
    runtime::with(|core| {
        core.record_with(|log| EventKind::PointRecorded {
            series: log.intern(series.as_ref()),
            x: x.into(),
            y: y.into(),
        });
    });
}
