//! The content of the trace: names and order of the tracks, slices, instants, flows, counters.

use super::stamps::{Stamp, Stamps};
use super::write::{Thread, Trace};
use coroscope_recording::Meta;
use coroscope_timeline::Rows;
use coroscope_trace::track::{ResourceTrack, Span, TaskTrack};
use coroscope_trace::{Cause, EventKind, Outcome, RunView, TaskId, TaskState, WaitKind};
use coroscope_wording::{Wording, state_name};
use rustc_hash::FxHashSet;

pub(super) struct Tracks<'a> {
    run: RunView<'a>,
    stamps: &'a Stamps,
    trace: Trace,
}

impl<'a> Tracks<'a> {
    pub(super) fn new(run: RunView<'a>, stamps: &'a Stamps) -> Tracks<'a> {
        Tracks {
            run,
            stamps,
            trace: Trace::new(run.log.len()),
        }
    }

    /// Names the tracks after the tasks, in the order of the timeline's lanes.
    pub(super) fn names(&mut self, meta: &Meta) {
        let rows = Rows::of(self.run.model);
        let title = match meta.title.as_str() {
            "" => "Tasks",
            title => title,
        };
        let tasks = rows.as_slice().iter().map(|row| Thread::Task(row.task));
        let first = tasks.clone().next();
        for (thread, name, index) in [(first, title, 0), (Some(Thread::Loop), "Event loop", 1)] {
            let Some(thread) = thread else { continue };
            self.trace.metadata("process_name", thread, |args| {
                args.text("name", name);
            });
            self.trace.metadata("process_sort_index", thread, |args| {
                args.count("sort_index", index);
            });
        }
        for (index, row) in (0_u32..).zip(rows.as_slice()) {
            let thread = Thread::Task(row.task);
            let name = self.run.task_name(row.task);
            self.trace.metadata("thread_name", thread, |args| {
                args.text("name", &name);
            });
            self.trace.metadata("thread_sort_index", thread, |args| {
                args.count("sort_index", index);
            });
        }
        self.trace.metadata("thread_name", Thread::Loop, |args| {
            args.text("name", "passes");
        });
    }

    /// Adds the states of all tasks as slices.
    pub(super) fn tasks(&mut self) {
        for task in self.run.model.tasks() {
            self.task(task);
        }
    }

    fn task(&mut self, task: &TaskTrack) {
        let thread = Thread::Task(task.id);
        let end = task.end_seq.map(|seq| self.stamps.at(seq));
        let end = end.unwrap_or(self.stamps.end);
        // In a damaged log, spans may follow the end.
        let last = task.spans.last().map(|last| self.stamps.at(last.seq));
        let end = end.max(last.unwrap_or_default());
        // It encloses later slices, so it comes first.
        let cleanup = task.spans.iter().find(|span| span.cleanup);
        if let Some(span) = cleanup {
            let from = self.stamps.at(span.seq);
            self.trace
                .slice(thread, "cleanup", "cleanup", (from, end), &[]);
        }
        for (n, span) in task.spans.iter().enumerate() {
            let from = self.stamps.at(span.seq);
            let next = task.spans.get(n + 1);
            let to = next.map_or(end, |next| self.stamps.at(next.seq));
            let (key, value) = self.argument(&span);
            let args = value.as_deref().map(|value| (key, value));
            let (name, category) = (state_name(span.state), category(span.state));
            self.trace
                .slice(thread, name, category, (from, to), args.as_slice());
        }
        if let Some((_, Outcome::Failed(why))) = task.end {
            let why = [("error", self.run.log.text(why))];
            self.trace.instant(thread, "failed", "end", end, &why);
        }
    }

    fn argument(&self, span: &Span) -> (&'static str, Option<String>) {
        let wording = Wording::new(self.run);
        match span.state {
            TaskState::Running => ("", None),
            TaskState::Ready => {
                let by = span.woken_by.map(|by| wording.waker_value(by).into_owned());
                ("woken by", by)
            }
            TaskState::Waiting(_) => {
                let on = span.waited.and_then(|waited| wording.wait_value(waited.on));
                ("for", on)
            }
        }
    }

    /// Adds instants, flows, and the loop's passes.
    pub(super) fn events(&mut self) {
        let mut pass = None;
        for (seq, event) in self.run.log.iter_from(0) {
            let at = self.stamps.at(seq);
            match event.kind {
                EventKind::PassBegun { ready, timers } => {
                    pass = Some(at);
                    self.loop_counter(at, ready, timers);
                }
                EventKind::PassEnded { ready, timers, .. } => {
                    if let Some(from) = pass.take() {
                        let whole = (from, at);
                        self.trace.slice(Thread::Loop, "pass", "loop", whole, &[]);
                    }
                    self.loop_counter(at, ready, timers);
                }
                EventKind::Hopped => self.trace.instant(Thread::Loop, "hop", "loop", at, &[]),
                EventKind::TaskSpawned {
                    task,
                    parent: Some(parent),
                    ..
                }
                | EventKind::CallScheduled {
                    call: task,
                    parent: Some(parent),
                    ..
                } => {
                    let name = self.run.task_name(task);
                    let thread = Thread::Task(parent);
                    self.trace
                        .instant(thread, "spawn", "spawn", at, &[("task", &name)]);
                    self.flow("spawn", seq, parent, task);
                }
                EventKind::TaskWoken {
                    task,
                    by: Cause::Task(by),
                } => self.flow("wake", seq, by, task),
                EventKind::CancelRequested { task, by, why } => {
                    let by = by.map(|by| self.run.task_name(by));
                    let by = by.as_deref().unwrap_or("the page");
                    let args = [("by", by), ("why", self.run.log.text(why))];
                    self.trace
                        .instant(Thread::Task(task), "cancel", "cancel", at, &args);
                }
                EventKind::Unretrieved { task } => {
                    let thread = Thread::Task(task);
                    let name = "error never retrieved";
                    self.trace.instant(thread, name, "end", at, &[]);
                }
                EventKind::Printed { task, text } => {
                    self.line("print", seq, task, self.run.log.text(text))
                }
                EventKind::Noted { task, text } => {
                    self.line("note", seq, task, self.run.log.text(text))
                }
                _ => {}
            }
        }
        if let Some(from) = pass {
            let whole = (from, self.stamps.end);
            self.trace.slice(Thread::Loop, "pass", "loop", whole, &[]);
        }
    }

    fn loop_counter(&mut self, at: Stamp, ready: u32, timers: u32) {
        let values = [("ready", ready), ("timers", timers)];
        self.trace.counter("loop", at, &values);
    }

    fn line(&mut self, name: &str, seq: u64, task: Option<TaskId>, text: &str) {
        let thread = task.map_or(Thread::Loop, Thread::Task);
        let at = self.stamps.at(seq);
        self.trace
            .instant(thread, name, name, at, &[("text", text)]);
    }

    /// Adds a flow to a task that an event made ready, from the task that ran at that moment.
    fn flow(&mut self, name: &str, seq: u64, from: TaskId, to: TaskId) {
        let (Some(waker), Some(woken)) = (self.run.model.task(from), self.run.model.task(to))
        else {
            return;
        };
        let ran = waker
            .span_at_seq(seq)
            .is_some_and(|span| span.state == TaskState::Running);
        let made_ready = woken.span_at_seq(seq);
        let made_ready =
            made_ready.is_some_and(|span| span.seq == seq && span.state == TaskState::Ready);
        if !ran || !made_ready {
            return;
        }
        // Awaiters are woken right after the task's end, when there is no slice to start from.
        let ended = waker.end_seq.filter(|ended| *ended < seq);
        let at = self.stamps.at(seq);
        let begins = ended.map_or(at, |ended| self.stamps.at(ended).just_before());
        let (from, to) = (Thread::Task(from), Thread::Task(to));
        self.trace.flow(name, (begins, from), (at, to));
    }

    /// Adds the levels of resources, and the number of tasks waiting for them, as counters.
    pub(super) fn resources(&mut self) {
        let mut names = FxHashSet::default();
        for resource in self.run.model.resources() {
            let kind = resource.kind.name();
            let name = match resource.name {
                Some(name) => format!("{kind} {}", self.run.log.text(name)),
                None => format!("{kind} {}", resource.id.number()),
            };
            // Counters of the same name would be merged.
            let name = match names.contains(&name) {
                true => format!("{name} (resource {})", resource.id.number()),
                false => name,
            };
            self.levels(resource, &name);
            names.insert(name);
        }
    }

    fn levels(&mut self, resource: &ResourceTrack, name: &str) {
        let series = resource.kind.level_name();
        let waiters = format!("{name}: waiting");
        let waited_for = resource
            .levels
            .iter()
            .any(|level| level.takers > 0 || level.putters > 0);
        for level in &resource.levels {
            let at = self.stamps.at(level.seq);
            self.trace.counter(name, at, &[(series, level.level)]);
            if waited_for {
                let waiting = [
                    ("to take", level.takers.into()),
                    ("to put", level.putters.into()),
                ];
                self.trace.counter(&waiters, at, &waiting);
            }
        }
    }

    pub(super) fn finish(self, meta: &Meta) -> String {
        let about = [
            ("title", meta.title.as_str()),
            ("lesson", &meta.lesson),
            ("clock", meta.clock.name()),
        ];
        let settings: Vec<(String, &str)> = meta
            .settings
            .iter()
            .map(|(setting, value)| (format!("knob {setting}"), value.as_str()))
            .collect();
        let settings = settings
            .iter()
            .map(|(setting, value)| (setting.as_str(), *value));
        self.trace.finish(about.into_iter().chain(settings))
    }
}

fn category(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => "running",
        TaskState::Ready => "ready",
        TaskState::Waiting(kind) => match kind {
            WaitKind::Turn => "waiting,turn",
            WaitKind::Timer => "waiting,timer",
            WaitKind::Io => "waiting,io",
            WaitKind::Queue => "waiting,queue",
            WaitKind::Lock => "waiting,lock",
            WaitKind::Task => "waiting,task",
            WaitKind::Other => "waiting,other",
        },
    }
}
