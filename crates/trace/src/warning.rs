//! Mistakes of a program that its engine detects.

use strum::{IntoStaticStr, VariantArray};

/// A mistake of a program, detected by the engine that runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Warning {
    /// A coroutine was called and never awaited. The subject is its name, the place is the line of the call.
    NeverAwaited,
    /// An asynchronous generator was neither finished nor closed. The subject is its name.
    GeneratorLeftOpen,
    /// A function that was submitted to a thread ran on the loop's thread. The subject is its name.
    RanOnLoopThread,
    /// A task has not returned to the loop for a long time. The subject is the time, such as `1.2 s`.
    EndlessTurn,
    /// A pending task was destroyed. The subject is its name.
    DestroyedPending,
    /// A task succeeded, but the program had no reference to it: it could have been destroyed before. The subject is
    /// its name.
    #[strum(serialize = "not-kept")]
    TaskNotReferenced,
}

impl Warning {
    /// All warnings.
    pub const ALL: &'static [Warning] = Warning::VARIANTS;

    /// The id in recordings.
    pub fn id(self) -> &'static str {
        self.into()
    }
}
