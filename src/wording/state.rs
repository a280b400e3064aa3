//! What a task does.

use crate::trace::WaitKind;
use crate::trace::track::{Span, SpanState};
use std::borrow::Cow;

/// `running`, `ready`, or `waiting: ` and the kind of wait.
pub fn state_name(span: &Span) -> Cow<'static, str> {
    match span.state {
        SpanState::Running => "running".into(),
        SpanState::Ready => "ready".into(),
        SpanState::Waiting => match span.wait_kind() {
            WaitKind::Other => "waiting".into(),
            kind => format!("waiting: {}", wait_kind_name(kind)).into(),
        },
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
