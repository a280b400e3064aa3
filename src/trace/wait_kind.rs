//! The kinds of waits.

use super::event::WaitReason;
use super::kind::Op;

/// The kind of a wait, which determines how the timeline draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WaitKind {
    /// It yields to the other tasks.
    Turn,
    /// A timer.
    Timer,
    /// I/O, for example a response from the network.
    Io,
    /// A queue.
    Queue,
    /// A lock or another resource.
    Lock,
    /// Other tasks.
    Task,
    /// Unknown.
    Other,
}

impl WaitKind {
    /// All kinds, in the order of the legend.
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
    pub fn of(wait: Option<WaitReason>) -> WaitKind {
        match wait {
            Some(WaitReason::Turn) => WaitKind::Turn,
            Some(WaitReason::Timer(_)) => WaitKind::Timer,
            Some(WaitReason::Task(_) | WaitReason::Tasks(_)) => WaitKind::Task,
            Some(WaitReason::Resource(_, Op::Get | Op::Put | Op::Join)) => WaitKind::Queue,
            Some(WaitReason::Resource(_, Op::Acquire | Op::Wait)) => WaitKind::Lock,
            Some(WaitReason::Io(_)) => WaitKind::Io,
            Some(WaitReason::Future) | None => WaitKind::Other,
        }
    }
}
