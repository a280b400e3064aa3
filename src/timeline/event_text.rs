//! Describes one event of the log: what has just happened.

use super::phrases;
use crate::time::human;
use crate::trace::{
    Cause, End, Event, EventKind, ResourceId, RunView, TaskId, WaitReason, Warning,
};

/// Describes the event with sequence number `seq` in a few words. Empty if the log does not have it.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::describe_event, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let texts: Vec<String> = (0..5).map(|seq| describe_event(run, seq)).collect();
///     assert_eq!(texts[0], "Task-1 is spawned");
///     assert_eq!(texts[2], "Task-1 runs");
///     assert_eq!(texts[3], "Task-1 waits for a timer of 5 ms");
/// });
/// ```
pub fn describe_event(run: RunView<'_>, seq: u64) -> String {
    match run.log.get(seq) {
        Some(Event { kind, .. }) => EventText { run }.event(*kind, seq),
        None => String::new(),
    }
}

struct EventText<'a> {
    run: RunView<'a>,
}

impl EventText<'_> {
    fn event(&self, kind: EventKind, seq: u64) -> String {
        let task = |id| self.task(id);
        match kind {
            EventKind::PassBegun { ready, .. } => {
                format!("the loop begins a pass over {}", count(ready, "ready task"))
            }
            EventKind::PassEnded { .. } => "the pass ends".into(),
            EventKind::Hopped => "the loop lets the page paint and continues in a macrotask".into(),
            EventKind::TaskSpawned {
                task: new,
                parent: Some(parent),
                ..
            } => format!("{} spawns {}", task(parent), task(new)),
            EventKind::TaskSpawned { task: new, .. } => format!("{} is spawned", task(new)),
            EventKind::TaskNamed { task: named, name } => {
                format!("{named} is named {}", self.run.log.text(name))
            }
            EventKind::TaskWoken { task: woken, by } => {
                format!("{} is woken {}", task(woken), self.cause(by, woken))
            }
            EventKind::PollBegun { task: polled } => format!("{} runs", task(polled)),
            EventKind::PollEnded { task: polled } => {
                format!("{} {}", task(polled), self.after_poll(polled, seq))
            }
            EventKind::Waits {
                task: waiting, on, ..
            } => {
                format!("{} waits {}", task(waiting), self.wait(on))
            }
            EventKind::Awaits { task: by, on } => format!("{} awaits {}", task(by), task(on)),
            EventKind::Retrieved {
                task: ended,
                by: Some(by),
            } => format!("{} retrieves the result of {}", task(by), task(ended)),
            EventKind::Retrieved { task: ended, .. } => {
                format!("the result of {} is retrieved", task(ended))
            }
            EventKind::Unretrieved { task: lost } => {
                format!("the error of {} was never retrieved", task(lost))
            }
            EventKind::CancelRequested { task: to, by, why } => {
                let asked = match by {
                    Some(by) => format!("{} asks {} to cancel", task(by), task(to)),
                    None => format!("{} is asked to cancel", task(to)),
                };
                let why = match self.run.log.text(why) {
                    "" => String::new(),
                    why => format!(": {why}"),
                };
                format!("{asked}{why}")
            }
            EventKind::CleanupBegun { task: cleaned } => format!("{} cleans up", task(cleaned)),
            EventKind::TaskEnded { task: ended, end } => match end {
                End::Value => format!("{} is done", task(ended)),
                End::Error(why) => format!("{} fails: {}", task(ended), self.run.log.text(why)),
                End::Cancelled => format!("{} is cancelled", task(ended)),
            },
            EventKind::ResourceCreated { resource, .. } => {
                format!("{} is created", self.resource(resource))
            }
            EventKind::ResourceNamed { resource, name } => {
                format!(
                    "{} is named {}",
                    resource_number(resource),
                    self.run.log.text(name)
                )
            }
            EventKind::ResourceChanged {
                resource,
                level,
                takers,
                putters,
            } => format!(
                "{} is at {level}{}",
                self.resource(resource),
                waiters(u32::from(takers) + u32::from(putters))
            ),
            EventKind::LockHolderChanged {
                resource,
                by: Some(by),
                waiters: waiting,
            } => {
                let lock = self.resource(resource);
                format!("{} holds {lock}{}", task(by), waiters(waiting))
            }
            EventKind::LockHolderChanged {
                resource,
                waiters: waiting,
                ..
            } => format!("{} is free{}", self.resource(resource), waiters(waiting)),
            EventKind::Printed { text, .. } => format!("“{}” is printed", self.run.log.text(text)),
            EventKind::Noted { text, .. } => self.run.log.text(text).to_owned(),
            EventKind::Uncancelled { task: to } => {
                format!("a request to cancel {} is withdrawn", task(to))
            }
            EventKind::Deadlocked => {
                "nothing can ever continue: no task is ready, no timer is pending".into()
            }
            EventKind::Called { task: by, .. } => {
                format!("{} enters another coroutine call", task(by))
            }
            EventKind::CallbackRan { took, name, .. } => {
                let name = self.run.log.text(name);
                let took = took.get().unwrap_or_default();
                format!("the callback {name} returns after {}", human(took))
            }
            EventKind::ThreadStarted { name, .. } => {
                format!("{} starts in a thread", self.run.log.text(name))
            }
            EventKind::ThreadEnded { thread, end } => match end {
                End::Error(why) => format!(
                    "the thread of {} fails: {}",
                    task(thread),
                    self.run.log.text(why)
                ),
                End::Value | End::Cancelled => format!("the thread of {} is done", task(thread)),
            },
            EventKind::Warned {
                warning, subject, ..
            } => {
                let subject = self.run.log.text(subject);
                match warning {
                    Warning::NeverAwaited => format!("coroutine “{subject}” was never awaited"),
                    Warning::GeneratorLeftOpen => {
                        format!("asynchronous generator “{subject}” was left open")
                    }
                    Warning::RanOnLoopThread => {
                        format!("“{subject}” runs on the loop's own thread and blocks it")
                    }
                    Warning::EndlessTurn => {
                        format!("the running task has not returned to the loop for {subject}")
                    }
                    Warning::TaskNotReferenced => {
                        format!("no reference to task “{subject}” was kept")
                    }
                    Warning::DestroyedPending => {
                        format!("task “{subject}” was destroyed while it was pending")
                    }
                }
            }
        }
    }

    fn task(&self, id: TaskId) -> String {
        self.run.task_name(id).into_owned()
    }

    fn resource(&self, id: ResourceId) -> String {
        match self.run.model.resource(id) {
            Some(resource) => match resource.name {
                Some(name) => self.run.log.text(name).to_owned(),
                None => phrases::Phrases { run: self.run }.resource(id),
            },
            None => resource_number(id),
        }
    }

    fn cause(&self, by: Cause, woken: TaskId) -> String {
        match by {
            Cause::Task(by) if by == woken => "by itself".into(),
            Cause::Task(by) => format!("by {}", self.task(by)),
            Cause::Timer => "by the timer".into(),
            Cause::Callback => "by a callback of the loop".into(),
            Cause::Outside => "from outside the loop".into(),
        }
    }

    fn wait(&self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => "only for its next turn".into(),
            WaitReason::Timer(delay) => match delay.get() {
                Some(delay) => format!("for a timer of {}", human(delay)),
                None => "for a timer".into(),
            },
            WaitReason::Task(task) => format!("for {} to end", self.task(task)),
            WaitReason::Tasks(n) => format!("for {} to end", count(n, "task")),
            WaitReason::Resource(id, op) => format!("for {}.{}()", self.resource(id), op.name()),
            WaitReason::Io(what) => format!("for {}", self.run.log.text(what)),
            WaitReason::Future => "for a future".into(),
        }
    }

    /// What a task does after a poll that ended with the event `seq`.
    fn after_poll(&self, task: TaskId, seq: u64) -> &'static str {
        use crate::trace::model::SpanState;
        let after = self
            .run
            .model
            .task(task)
            .and_then(|task| task.span_at_seq(seq));
        match after.map(|span| span.state) {
            Some(SpanState::Ready) => "is ready again",
            _ => "pauses",
        }
    }
}

fn resource_number(id: ResourceId) -> String {
    format!("resource {}", id.number())
}

fn waiters(n: u32) -> String {
    match n {
        0 => String::new(),
        1 => ", one task waits".into(),
        n => format!(", {n} tasks wait"),
    }
}

fn count(n: u32, what: &str) -> String {
    match n {
        1 => format!("one {what}"),
        n => format!("{n} {what}s"),
    }
}
