//! `record_value`: a number of the program, as it changes over time.

use crate::runtime;
use core::panic::Location;

/// Adds to the log that the value called `name` is `value` now. The timeline draws it over time, as it does with the level
/// of a queue. Does nothing outside of a run.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, record_value, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     for n in 0..3 {
///         record_value("counter", n);
///     }
///     Ok(())
/// }).unwrap();
/// let model = rt.with_log(Model::of);
/// let levels: Vec<u32> = model.resources()[0].levels.iter().map(|it| it.level).collect();
/// assert_eq!(levels, [0, 1, 2]);
/// ```
#[track_caller]
pub fn record_value(name: impl AsRef<str>, value: u32) {
    let place = Location::caller();
    runtime::with(|core| core.record_value(name.as_ref(), value, place));
}
