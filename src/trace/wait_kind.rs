//! What a task can wait for, in a handful of kinds.

use super::event::Wait;
use super::kind::Op;

/// What a task waited for, as far as the picture tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WaitKind {
    /// Nothing: it gave the others a turn.
    Turn,
    /// A timer.
    Timer,
    /// The browser, such as a network answer.
    Io,
    /// A queue.
    Queue,
    /// A lock or another shared thing.
    Lock,
    /// Other tasks.
    Task,
    /// It did not tell.
    Other,
}

impl WaitKind {
    /// All kinds, in the order of a legend.
    pub const ALL: [WaitKind; 7] = [
        WaitKind::Timer,
        WaitKind::Io,
        WaitKind::Queue,
        WaitKind::Lock,
        WaitKind::Task,
        WaitKind::Turn,
        WaitKind::Other,
    ];

    /// The kind of a wait.
    pub fn of(wait: Option<Wait>) -> WaitKind {
        match wait {
            Some(Wait::Turn) => WaitKind::Turn,
            Some(Wait::Timer(_)) => WaitKind::Timer,
            Some(Wait::Task(_) | Wait::Tasks(_)) => WaitKind::Task,
            Some(Wait::Resource(_, Op::Get | Op::Put | Op::Join)) => WaitKind::Queue,
            Some(Wait::Resource(_, Op::Acquire | Op::Wait)) => WaitKind::Lock,
            Some(Wait::Io(_)) => WaitKind::Io,
            Some(Wait::Future) | None => WaitKind::Other,
        }
    }
}
