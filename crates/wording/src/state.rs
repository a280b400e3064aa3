//! What a task does.

use coroscope_trace::{TaskState, WaitKind};

/// As an explanation: `running`, `ready`, `waiting: timer`.
pub const fn state_label(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => "running",
        TaskState::Ready => "ready",
        TaskState::Waiting(kind) => match kind {
            WaitKind::Timer => "waiting: timer",
            WaitKind::Io => "waiting: I/O",
            WaitKind::Queue => "waiting: queue",
            WaitKind::Lock => "waiting: lock",
            WaitKind::Task => "waiting: task",
            WaitKind::Turn => "waiting: next turn",
            WaitKind::Other => "waiting: other",
        },
    }
}

/// A kind of wait: `timer`, `next turn`.
pub fn wait_kind_name(kind: WaitKind) -> &'static str {
    let label = state_label(TaskState::Waiting(kind));
    label.strip_prefix("waiting: ").unwrap_or(label)
}

/// In exports: the same as [`state_label`], but without a kind of wait that says nothing.
pub fn state_name(state: TaskState) -> &'static str {
    match state {
        TaskState::Waiting(WaitKind::Other) => "waiting",
        state => state_label(state),
    }
}
