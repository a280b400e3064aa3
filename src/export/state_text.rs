//! Short texts for the states of tasks, the same in every export.

use crate::timeline::WaitKind;
use crate::timeline::describe::wait_name;
use crate::trace::track::{Span, SpanState, WokenBy};
use crate::trace::{RunView, WaitReason};
use std::borrow::Cow;

/// `running`, `ready`, or `waiting: ` and the kind of wait.
pub(super) fn state(span: &Span) -> Cow<'static, str> {
    match span.state {
        SpanState::Running => "running".into(),
        SpanState::Ready => "ready".into(),
        SpanState::Waiting => match wait_kind(span) {
            WaitKind::Other => "waiting".into(),
            kind => format!("waiting: {}", wait_name(kind)).into(),
        },
    }
}

pub(super) fn wait_kind(span: &Span) -> WaitKind {
    WaitKind::of(span.waited.map(|waited| waited.on))
}

/// What a task waited for, if there is more to say than the kind.
pub(super) fn waited_for(run: RunView<'_>, on: WaitReason) -> Option<String> {
    match on {
        WaitReason::Turn | WaitReason::Timer(_) | WaitReason::Future => None,
        WaitReason::Task(task) => Some(run.task_name(task).into_owned()),
        WaitReason::Tasks(1) => Some("1 task".into()),
        WaitReason::Tasks(count) => Some(format!("{count} tasks")),
        WaitReason::Resource(resource, op) => {
            Some(format!("{}.{}", run.resource_name(resource), op.name()))
        }
        WaitReason::Io(what) => Some(run.log.text(what).to_owned()),
    }
}

/// What made a task ready.
pub(super) fn woken_by<'a>(run: RunView<'a>, by: WokenBy) -> Cow<'a, str> {
    match by {
        WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => run.task_name(task),
        WokenBy::Timer => "timer".into(),
        WokenBy::Io => "I/O".into(),
        WokenBy::Callback => "callback".into(),
        WokenBy::Outside => "outside".into(),
        WokenBy::Spawn(None) => "the page".into(),
    }
}
