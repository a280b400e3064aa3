//! What a task does.

use crate::trace::{TaskState, WaitKind};
use std::borrow::Cow;

/// `running`, `ready`, or `waiting: ` and the kind of wait.
pub fn state_name(state: TaskState) -> Cow<'static, str> {
    match state {
        TaskState::Running => "running".into(),
        TaskState::Ready => "ready".into(),
        TaskState::Waiting(WaitKind::Other) => "waiting".into(),
        TaskState::Waiting(kind) => format!("waiting: {}", wait_kind_name(kind)).into(),
    }
}

/// A kind of wait: `timer`, `next turn`.
pub fn wait_kind_name(kind: WaitKind) -> &'static str {
    match kind {
        WaitKind::Turn => "next turn",
        WaitKind::Timer => "timer",
        WaitKind::Io => "I/O",
        WaitKind::Queue => "queue",
        WaitKind::Lock => "lock",
        WaitKind::Task => "task",
        WaitKind::Other => "other",
    }
}
