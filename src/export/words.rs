//! A few words for what a task did, the same in every file.

use crate::timeline::WaitKind;
use crate::timeline::describe::wait_name;
use crate::trace::track::{Span, State, WokenBy};
use crate::trace::{Log, Model, Wait};
use std::borrow::Cow;

/// `running`, `ready`, or `waiting: ` and for what kind of thing.
pub(super) fn state(span: &Span) -> Cow<'static, str> {
    match span.state {
        State::Running => "running".into(),
        State::Ready => "ready".into(),
        State::Waiting => match wait_kind(span) {
            WaitKind::Other => "waiting".into(),
            kind => format!("waiting: {}", wait_name(kind)).into(),
        },
    }
}

pub(super) fn wait_kind(span: &Span) -> WaitKind {
    WaitKind::of(span.waited.map(|waited| waited.on))
}

/// What it was that a task waited for, where there is more to tell than the kind.
pub(super) fn waited_for(model: &Model, log: &Log, on: Wait) -> Option<String> {
    match on {
        Wait::Turn | Wait::Timer(_) | Wait::Future => None,
        Wait::Task(task) => Some(model.task_name(log, task).into_owned()),
        Wait::Tasks(1) => Some("1 task".into()),
        Wait::Tasks(count) => Some(format!("{count} tasks")),
        Wait::Resource(resource, op) => Some(format!(
            "{}.{}",
            model.resource_name(log, resource),
            op.name()
        )),
        Wait::Io(what) => Some(log.text(what).to_owned()),
    }
}

/// Who made a task ready.
pub(super) fn woken_by<'a>(model: &'a Model, log: &'a Log, by: WokenBy) -> Cow<'a, str> {
    match by {
        WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => model.task_name(log, task),
        WokenBy::Timer => "timer".into(),
        WokenBy::Io => "I/O".into(),
        WokenBy::Callback => "callback".into(),
        WokenBy::Outside => "outside".into(),
        WokenBy::Spawn(None) => "the page".into(),
    }
}
