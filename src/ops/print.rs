//! Lines that a program prints into its recording.

use crate::runtime;
use crate::trace::What;

/// Prints a line: it stands in the log with its time and its task. Outside of a run it does nothing.
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
        core.record_with(|log| What::Printed {
            task: core.actor(),
            text: log.intern(line.as_ref()),
        });
    });
}

/// Leaves a remark about this moment in the log. Outside of a run it does nothing.
pub fn note(remark: impl AsRef<str>) {
    runtime::with(|core| {
        core.tick();
        core.record_with(|log| What::Noted {
            task: core.actor(),
            text: log.intern(remark.as_ref()),
        });
    });
}
