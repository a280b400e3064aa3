//! Writes a log as a recording.

use super::format::{CLEANUP, MAX_EVENTS, Meta, PROCESS};
use super::version::version;
use super::write_tables::{meta, sources, tables};
use crate::json_writer::JsonWriter;
use coroscope_trace::time::Instant;
use coroscope_trace::{
    Cause, Delay, Event, EventKind, Log, Op, Outcome, PlaceId, ResourceId, TaskId, TextId,
    WaitReason,
};

/// The approximate size of an event, in bytes.
pub(super) const EVENT_BYTES: usize = 24;

/// Writes a whole log. [`read_recording`](super::read_recording) returns an equal log.
///
/// If the log has more than [`MAX_EVENTS`], a file with all of them could not be read. Then only the newest half of that
/// many are written, with how the tasks and resources in them began, as by [`Log::tail`].
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms};
/// use coroscope::export::{Meta, read_recording, write_recording};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let meta = Meta { title: "A nap".into(), ..Meta::default() };
/// rt.with_log(|log| {
///     let file = write_recording(log, &meta);
///     let back = read_recording(file.as_bytes()).unwrap();
///     assert!(back.log.iter().eq(log.iter()) && back.meta == meta);
/// });
/// ```
pub fn write_recording(log: &Log, meta: &Meta) -> String {
    if log.len() > MAX_EVENTS {
        return whole(&log.tail(Instant::ZERO, MAX_EVENTS / 2), meta);
    }
    whole(log, meta)
}

fn whole(log: &Log, meta: &Meta) -> String {
    let mut json = JsonWriter::with_capacity(1024 + log.len() * EVENT_BYTES);
    json.open('{').count("coroscope", version(log)).new_line();
    self::meta(&mut json, meta);
    json.new_line()
        .count("dropped", number(log.dropped()))
        .new_line();
    tables(&mut json, log.texts(), log.places());
    sources(&mut json, &meta.sources);
    events(&mut json, Instant::ZERO, log.iter());
    json.close('}').line_break();
    json.finish()
}

/// Writes the member `events`; the first time is relative to `before`.
pub(super) fn events(json: &mut JsonWriter, before: Instant, events: impl Iterator<Item = Event>) {
    json.key("events").open('[');
    let mut before = number(before.as_micros());
    for event in events {
        // Each on its own line, so that errors can name the line.
        json.new_line();
        let at = number(event.at.as_micros());
        json.open('[').number(at - before);
        before = at;
        EventWriter { json }.event(event.kind);
        json.close(']');
    }
    json.line_break().close(']');
}

/// Converts a number; no run reaches values that don't fit.
pub(super) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Writes one event, after its time.
struct EventWriter<'a> {
    json: &'a mut JsonWriter,
}

impl EventWriter<'_> {
    fn event(&mut self, kind: EventKind) -> &mut Self {
        match kind {
            EventKind::PassBegun { ready, timers } => self.word("pass").count(ready).count(timers),
            EventKind::PassEnded {
                ready,
                timers,
                timeouts,
            } => {
                self.word("passed").count(ready).count(timers);
                match timeouts {
                    0 => self,
                    _ => self.count(timeouts),
                }
            }
            EventKind::Uncancelled { task } => self.word("uncancel").task(task),
            EventKind::Deadlocked => self.word("deadlock"),
            EventKind::Called { task, call } => self.word("call").task(task).count(call),
            EventKind::CallbackRan { took, name, place } => self
                .word("callback")
                .delay(Delay::of(took.get().unwrap_or_default()))
                .text(name)
                .place(place),
            EventKind::ThreadStarted {
                thread,
                parent,
                name,
                place,
                is_process,
            } => {
                self.word("thread").task(thread).task_or_none(parent);
                match is_process {
                    false => self.text(name).place(place),
                    true => self.text(name).place(place).word(PROCESS),
                }
            }
            EventKind::ThreadEnded { thread, end } => self.word("thread-end").task(thread).end(end),
            EventKind::Chosen {
                choice,
                alternative,
            } => self.word("choose").count(choice).count(alternative),
            EventKind::Warned {
                warning,
                task,
                subject,
                place,
            } => {
                self.word("warn")
                    .word(warning.id())
                    .task_or_none(task)
                    .text(subject);
                match place {
                    None => self,
                    Some(place) => self.place(place),
                }
            }
            EventKind::Awaits { task, on } => self.word("await").task(task).task(on),
            EventKind::Retrieved { task, by } => self.word("retrieve").task(task).task_or_none(by),
            EventKind::Unretrieved { task } => self.word("unretrieved").task(task),
            EventKind::Hopped => self.word("hop"),
            EventKind::TaskSpawned {
                task,
                parent,
                place,
                is_cleanup,
            } => {
                self.word("spawn").task(task).task_or_none(parent);
                match is_cleanup {
                    false => self.place(place),
                    true => self.place(place).word(CLEANUP),
                }
            }
            EventKind::CallScheduled {
                call,
                parent,
                after,
                place,
            } => self
                .word("schedule")
                .task(call)
                .task_or_none(parent)
                .place(place)
                .delay(after),
            EventKind::TimeoutSet {
                task,
                timeout,
                after,
            } => self
                .word("timeout")
                .task(task)
                .count(timeout)
                .delay(Delay::of(after.get().unwrap_or_default())),
            EventKind::TimeoutExpired { task, timeout } => {
                self.word("timeout-expired").task(task).count(timeout)
            }
            EventKind::TimeoutEnded { task, timeout } => {
                self.word("timeout-end").task(task).count(timeout)
            }
            EventKind::TaskNamed { task, name } => self.word("name").task(task).text(name),
            EventKind::TaskWoken { task, by } => {
                self.word("wake").task(task);
                match by {
                    Cause::Task(by) => self.task(by),
                    Cause::Timer => self.word("timer"),
                    Cause::Callback => self.word("callback"),
                    Cause::Outside => self.word("outside"),
                }
            }
            EventKind::PollBegun { task } => self.word("poll").task(task),
            EventKind::PollEnded { task } => self.word("pause").task(task),
            EventKind::Waits { task, on, place } => {
                self.word("wait").task(task).place(place).wait(on)
            }
            EventKind::CancelRequested { task, by, why } => {
                self.word("cancel").task(task).task_or_none(by).text(why)
            }
            EventKind::CleanupBegun { task } => self.word("clean").task(task),
            EventKind::TaskEnded { task, end } => self.word("end").task(task).end(end),
            EventKind::ResourceCreated {
                resource,
                kind,
                capacity,
                place,
            } => self
                .word("make")
                .resource(resource)
                .word(kind.name())
                .count(capacity)
                .place(place),
            EventKind::ResourceNamed { resource, name } => {
                self.word("label").resource(resource).text(name)
            }
            EventKind::ResourceChanged {
                resource,
                level,
                takers,
                putters,
            } => self
                .word("level")
                .resource(resource)
                .count(level)
                .count(takers)
                .count(putters),
            EventKind::LockHolderChanged {
                resource,
                by,
                waiters,
            } => self
                .word("hold")
                .resource(resource)
                .task_or_none(by)
                .count(waiters),
            EventKind::Printed { task, text } => self.word("print").task_or_none(task).text(text),
            EventKind::Noted { task, text } => self.word("note").task_or_none(task).text(text),
            EventKind::PointRecorded { series, x, y } => self
                .word("point")
                .text(series)
                .count(x.thousandths())
                .count(y.thousandths()),
        }
    }

    fn end(&mut self, end: Outcome) -> &mut Self {
        match end {
            Outcome::Failed(why) => self.word(end.kind().name()).text(why),
            Outcome::Done | Outcome::Cancelled => self.word(end.kind().name()),
        }
    }

    /// Writes nothing for an unknown delay.
    fn delay(&mut self, delay: Delay) -> &mut Self {
        match delay.get() {
            Some(delay) => self.count(i64::try_from(delay.as_micros()).unwrap_or(i64::MAX)),
            None => self,
        }
    }

    fn wait(&mut self, on: WaitReason) -> &mut Self {
        match on {
            WaitReason::Turn => self.word("turn"),
            WaitReason::Timer(delay) => self.word("timer").delay(delay),
            WaitReason::Future => self.word("future"),
            WaitReason::Task(task) => self.word("task").task(task),
            WaitReason::Tasks(count) => self.word("tasks").count(count),
            WaitReason::Io(what) => self.word("io").text(what),
            WaitReason::Resource(resource, op) => self.operation(op).resource(resource),
        }
    }

    fn operation(&mut self, op: Op) -> &mut Self {
        self.word(op.name())
    }

    fn word(&mut self, word: &str) -> &mut Self {
        self.json.string(word);
        self
    }

    fn count(&mut self, count: impl Into<i64>) -> &mut Self {
        self.json.number(count);
        self
    }

    fn task(&mut self, task: TaskId) -> &mut Self {
        self.count(task.number())
    }

    fn task_or_none(&mut self, task: Option<TaskId>) -> &mut Self {
        match task {
            Some(task) => self.task(task),
            None => {
                self.json.null();
                self
            }
        }
    }

    fn resource(&mut self, resource: ResourceId) -> &mut Self {
        self.count(resource.number())
    }

    fn text(&mut self, text: TextId) -> &mut Self {
        self.count(text.number() - 1)
    }

    fn place(&mut self, place: PlaceId) -> &mut Self {
        self.count(place.number() - 1)
    }
}
