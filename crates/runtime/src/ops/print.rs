//! `print` and `note`: texts that a program adds to its log.

use crate::runtime;
use coroscope_trace::EventKind;

/// Prints a line to the log, with its time and task. Does nothing outside of a run.
///
/// # asyncio
/// `print`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, print, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { print("hello"); Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     assert_eq!(log.text(model.printed[0].text), "hello");
/// });
/// ```
pub fn print(line: impl AsRef<str>) {
    runtime::with(|core| {
        core.tick();
        core.notify_printed(line.as_ref());
        core.record_with(|log| EventKind::Printed {
            task: core.actor(),
            text: log.intern(line.as_ref()),
        });
    });
}

/// Adds a remark to the log, with its time and task. Does nothing outside of a run.
pub fn note(remark: impl AsRef<str>) {
    runtime::with(|core| {
        core.tick();
        core.record_with(|log| EventKind::Noted {
            task: core.actor(),
            text: log.intern(remark.as_ref()),
        });
    });
}
