//! What a task does, how it ended, and what a resource is.

use crate::{text, tr};
use coroscope_trace::{OutcomeKind, ResourceKind, TaskState, WaitKind};

/// As an explanation: `running`, `ready`, `waiting: timer`. In English, for exports and constants; a page
/// [translates](crate::translate) it.
pub const fn state_label(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => text!("running"),
        TaskState::Ready => text!("ready"),
        TaskState::Waiting(kind) => match kind {
            WaitKind::Timer => text!("waiting: timer"),
            WaitKind::Io => text!("waiting: I/O"),
            WaitKind::Queue => text!("waiting: queue"),
            WaitKind::Lock => text!("waiting: lock"),
            WaitKind::Task => text!("waiting: task"),
            WaitKind::Turn => text!("waiting: next turn"),
            WaitKind::Other => text!("waiting: other"),
        },
    }
}

/// In exports, a kind of wait: `timer`, `next turn`.
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

/// How a task ended: `done`, `failed` or `cancelled`.
///
/// # Examples
/// ```
/// use coroscope::{trace::OutcomeKind, wording::outcome_name};
/// assert_eq!(outcome_name(OutcomeKind::Failed), "failed");
/// ```
pub fn outcome_name(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Done => tr!("done"),
        OutcomeKind::Failed => tr!("failed"),
        OutcomeKind::Cancelled => tr!("cancelled"),
    }
}

/// A kind of resource as a noun: `queue`, `lock`.
///
/// # Examples
/// ```
/// use coroscope::{trace::ResourceKind, wording::resource_kind_name};
/// assert_eq!(resource_kind_name(ResourceKind::Queue), "queue");
/// ```
pub fn resource_kind_name(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Queue => tr!("queue"),
        ResourceKind::Lock => tr!("lock"),
        ResourceKind::Event => tr!("event"),
        ResourceKind::Condition => tr!("condition"),
        ResourceKind::Semaphore => tr!("semaphore"),
        ResourceKind::Barrier => tr!("barrier"),
        ResourceKind::Future => tr!("future"),
        ResourceKind::Value => tr!("value"),
        ResourceKind::Stream => tr!("stream"),
        ResourceKind::Server => tr!("server"),
    }
}
