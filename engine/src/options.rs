//! The options of an engine.

use crate::clock;

/// Options of an engine.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The maximum number of bytes that a script may write to both streams together. The rest is cut off, with a note.
    pub output_limit: usize,
    /// The maximum number of pending tasks.
    pub task_limit: usize,
    /// The maximum depth of nested Python calls. Each takes several kB of the thread's stack, and some hundred kB in a
    /// debug build.
    pub recursion_limit: usize,
    /// The value of `time.time()` when the run begins, in seconds since 1970. By default a fixed moment, so that runs on
    /// the virtual clock are the same each time.
    pub epoch: f64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            output_limit: 4 << 20,
            task_limit: 200_000,
            recursion_limit: 400,
            epoch: clock::VIRTUAL_EPOCH,
        }
    }
}
