//! Mistakes of a program that its engine sees for certain.

/// A mistake that the engine of a program sees for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// A coroutine was called and never awaited. The subject is its name, the place the line of the call.
    NeverAwaited,
    /// An asynchronous generator was left before its end and not closed. The subject is its name.
    GeneratorLeftOpen,
    /// A function given to a thread ran on the loop's own thread. The subject is its name.
    RanOnLoopThread,
    /// A task has not returned to the loop for a long time. The subject says how long, such as `1.2 s`.
    EndlessTurn,
    /// A task that was still pending was destroyed. The subject is its name.
    DestroyedPending,
    /// A task ended well when nobody but the loop had it any more. The subject is its name.
    NotKept,
}

impl Warning {
    /// All of them.
    pub const ALL: [Warning; 6] = [
        Warning::NeverAwaited,
        Warning::GeneratorLeftOpen,
        Warning::RanOnLoopThread,
        Warning::EndlessTurn,
        Warning::DestroyedPending,
        Warning::NotKept,
    ];

    /// A short name, as recordings have it.
    pub fn id(self) -> &'static str {
        match self {
            Warning::NeverAwaited => "never-awaited",
            Warning::GeneratorLeftOpen => "generator-left-open",
            Warning::RanOnLoopThread => "ran-on-loop-thread",
            Warning::EndlessTurn => "endless-turn",
            Warning::DestroyedPending => "destroyed-pending",
            Warning::NotKept => "not-kept",
        }
    }
}
