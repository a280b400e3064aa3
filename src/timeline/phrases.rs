//! Phrases for sentences: what a task waits for, what woke it, how it ended, where it is in the source.

use super::cancel_requests;
use crate::time::{Instant, human};
use crate::trace::log::Place;
use crate::trace::track::{
    CancelRequest, Outcome, ResourceTrack, Span, SpanState, TaskTrack, WokenBy,
};
use crate::trace::{Op, PlaceId, RunView, TaskId, WaitReason};

/// How many of the tasks that a task awaited last are examined.
const AWAITED: usize = 64;

pub(super) struct Phrases<'a> {
    pub(super) run: RunView<'a>,
}

impl Phrases<'_> {
    pub(super) fn name(&self, task: TaskId) -> String {
        self.run.task_name(task).into_owned()
    }

    pub(super) fn wait(&self, on: Option<WaitReason>) -> String {
        match on {
            Some(WaitReason::Turn) => "to let other tasks run".into(),
            Some(WaitReason::Timer(_)) => "for the timer".into(),
            Some(WaitReason::Task(task)) => format!("for {} to end", self.name(task)),
            Some(WaitReason::Tasks(1)) => "for one task to end".into(),
            Some(WaitReason::Tasks(n)) => format!("for {n} tasks to end"),
            Some(WaitReason::Resource(id, op)) => {
                let name = self.resource(id);
                match op {
                    Op::Get => format!("to get from {name}"),
                    Op::Put => format!("to put into {name}"),
                    Op::Join => format!("for all items of {name} to be done"),
                    Op::Acquire => format!("to acquire {name}"),
                    Op::Wait => format!("for {name}"),
                }
            }
            Some(WaitReason::Io(what)) => format!("for {}", self.run.log.text(what)),
            Some(WaitReason::Future) => "for a future".into(),
            None => "for something unknown".into(),
        }
    }

    /// `queue jobs` if it has a name; otherwise `the queue created in line 12`, or `a queue`.
    pub(super) fn resource(&self, id: crate::trace::ResourceId) -> String {
        let Some(resource) = self.run.model.resource(id) else {
            return "a resource".into();
        };
        let kind = resource.kind.name().to_ascii_lowercase();
        let line = resource
            .place
            .map(|place| self.in_line(place))
            .unwrap_or_default();
        match resource.name {
            Some(name) => format!("{kind} {}", self.run.log.text(name)),
            None if !line.is_empty() => format!("the {kind} created{line}"),
            None if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
            None => format!("a {kind}"),
        }
    }

    /// The label of a resource's counter track: its name, or its kind and where it was created, `queue, line 12`.
    pub(super) fn label(&self, resource: &ResourceTrack) -> String {
        if let Some(name) = resource.name {
            return self.run.log.text(name).to_owned();
        }
        let kind = resource.kind.name().to_ascii_lowercase();
        match resource.place.and_then(|place| self.line(place)) {
            // Folder names would leave no space for the file name.
            Some(line) => format!(
                "{kind}, {}",
                line.rsplit(['/', '\\']).next().unwrap_or(&line)
            ),
            None => kind,
        }
    }

    /// What made the task ready. `None` if the description of the wait says it already.
    pub(super) fn woken(&self, own: TaskId, span: &Span) -> Option<String> {
        let described = match (span.state, span.waited.map(|waited| waited.on)) {
            (SpanState::Waiting, Some(WaitReason::Timer(_))) => Some(WokenBy::Timer),
            (SpanState::Waiting, Some(WaitReason::Io(_))) => Some(WokenBy::Io),
            _ => None,
        };
        if span.woken_by == described {
            return None;
        }
        Some(match (span.state, span.woken_by?) {
            (SpanState::Running, _) => return None,
            (_, WokenBy::Task(task)) if task == own => "woken by itself".into(),
            (_, WokenBy::Task(task)) => format!("woken by {}", self.name(task)),
            (_, WokenBy::Timer) => "woken by the timer".into(),
            (_, WokenBy::Io) => "woken by the end of its I/O".into(),
            (_, WokenBy::Callback) => "woken by a callback of the loop".into(),
            (_, WokenBy::Outside) => "woken from outside the loop".into(),
            (_, WokenBy::Spawn(Some(task))) => format!("spawned by {}", self.name(task)),
            (_, WokenBy::Spawn(None)) => "started by the page".into(),
        })
    }

    pub(super) fn cleanup(&self, track: &TaskTrack) -> String {
        let now = self.run.model.now();
        let from = track.spans.iter().find(|span| span.cleanup);
        human(track.until(now) - from.map_or(now, |span| span.from))
    }

    /// How and when a task ended, and what ended it.
    pub(super) fn end(&self, track: &TaskTrack, end: (Instant, Outcome)) -> String {
        let (at, outcome) = end;
        let refused = || {
            let open = |request: &&CancelRequest| {
                cancel_requests::uncancelled_at(track, request).is_none()
            };
            let request = track.cancels.iter().rev().take(1).find(open)?;
            let by = cancel_requests::cause(self, track, request);
            Some(format!(
                ", although it was asked to cancel at {}{by}",
                request.at
            ))
        };
        match outcome {
            Outcome::Done => format!("done at {at}{}", refused().unwrap_or_default()),
            Outcome::Failed(error) => {
                let last = track.spans.last().and_then(|span| span.waited);
                let line = last.map_or(String::new(), |waited| self.in_line(waited.place));
                let after = if line.is_empty() {
                    ""
                } else {
                    ", after its wait"
                };
                format!(
                    "failed at {at} with {}{after}{line}",
                    self.run.log.text(error)
                )
            }
            Outcome::Cancelled => match cancel_requests::effective_request(track) {
                Some(request) => {
                    let by = cancel_requests::cause(self, track, request);
                    match request.at == at {
                        true => format!("cancelled at {at}{by}"),
                        false => format!("cancelled at {}{by}; ended at {at}", request.at),
                    }
                }
                None => match self.cancelled_with(track) {
                    Some(because) => format!("ended as cancelled at {at} because {because}"),
                    None => format!(
                        "ended as cancelled at {at}, although nothing had asked it to cancel"
                    ),
                },
            },
        }
    }

    /// The awaited task whose cancellation also ended `track`: `load, which it awaited, was cancelled by main`.
    fn cancelled_with(&self, track: &TaskTrack) -> Option<String> {
        let ended = track.end_seq?;
        let was_cancelled = |task: &&TaskTrack| {
            let is_cancelled = matches!(task.end, Some((_, Outcome::Cancelled)));
            is_cancelled && task.end_seq.is_some_and(|seq| seq < ended)
        };
        let awaited = track.awaits.iter().rev().take(AWAITED);
        let mut awaited = awaited.filter_map(|awaited| self.run.model.task(awaited.on));
        let awaited = awaited.find(was_cancelled)?;
        let by = cancel_requests::effective_request(awaited)
            .map(|request| cancel_requests::cause(self, awaited, request));
        let name = self.name(awaited.id);
        Some(match by {
            Some(by) => format!("{name}, which it awaited, was cancelled{by}"),
            None => format!("{name}, which it awaited, ended as cancelled"),
        })
    }

    /// A place in the source: `line 12` if the program is a single file, otherwise `jobs.rs:12`. `None` for places outside
    /// the program.
    pub(super) fn line(&self, place: PlaceId) -> Option<String> {
        let place = self
            .run
            .log
            .place(place)
            .filter(|place| is_of_program(place))?;
        let places = self.run.log.places().iter();
        let mut others = places.filter(|other| is_of_program(other) && other.file != place.file);
        Some(
            match others.all(|other| self.is_only_where_main_began(other)) {
                true => format!("line {}", place.line),
                false => format!("{}:{}", place.file, place.line),
            },
        )
    }

    /// ` in line 12`, ` at jobs.rs:12`, or nothing.
    pub(super) fn in_line(&self, place: PlaceId) -> String {
        match self.line(place) {
            Some(line) if line.starts_with("line ") => format!(" in {line}"),
            Some(place) => format!(" at {place}"),
            None => String::new(),
        }
    }

    /// Where a task was spawned. `None` for the main task if the code that started it is not part of the program's file.
    pub(super) fn spawned_at(&self, track: &TaskTrack) -> Option<String> {
        let place = track.place?;
        let is_foreign =
            |place: &Place| track.parent.is_none() && self.is_only_where_main_began(place);
        match self.run.log.place(place).is_some_and(is_foreign) {
            true => None,
            false => self.line(place),
        }
    }

    fn is_only_where_main_began(&self, place: &Place) -> bool {
        let main = self
            .run
            .model
            .tasks()
            .first()
            .filter(|main| main.parent.is_none());
        let began = main.and_then(|main| self.run.log.place(main.place?));
        let mut places = self.run.log.places().iter();
        began == Some(place) && !places.any(|other| other.file == place.file && other != place)
    }
}

/// Whether a place is outside the standard library, which some compilers name for closures.
fn is_of_program(place: &Place) -> bool {
    !place.file.starts_with("/rustc/")
}
