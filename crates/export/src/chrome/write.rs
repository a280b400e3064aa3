//! Writes the events of the trace as JSON.

use super::stamps::Stamp;
use coroscope_recording::json_writer::JsonWriter;
use coroscope_trace::TaskId;

/// The process whose threads are the tasks.
const TASKS: u32 = 1;
/// The process of the loop, which has one thread.
const LOOP: u32 = 2;

/// The thread that an event belongs to.
#[derive(Clone, Copy)]
pub(super) enum Thread {
    Task(TaskId),
    Loop,
}

impl Thread {
    fn ids(self) -> (u32, u32) {
        match self {
            Thread::Task(task) => (TASKS, task.number()),
            Thread::Loop => (LOOP, 1),
        }
    }
}

/// The trace while it is written.
pub(super) struct Trace {
    json: JsonWriter,
    flows: u32,
}

impl Trace {
    pub(super) fn new(events: usize) -> Trace {
        let mut json = JsonWriter::with_capacity(1024 + events * 96);
        json.open('{').key("traceEvents").open('[');
        Trace { json, flows: 0 }
    }

    /// Writes an event: the common fields, and those that `more` adds.
    fn event(
        &mut self,
        phase: &str,
        name: &str,
        thread: Thread,
        more: impl FnOnce(&mut JsonWriter),
    ) {
        let (process, thread) = thread.ids();
        let json = self.json.new_line();
        json.open('{').text("ph", phase).text("name", name);
        json.count("pid", process).count("tid", thread);
        more(json);
        json.close('}');
    }

    /// Writes the name or the sort index of a process or a thread.
    pub(super) fn metadata(
        &mut self,
        name: &str,
        thread: Thread,
        args: impl FnOnce(&mut JsonWriter),
    ) {
        self.event("M", name, thread, |json| {
            json.key("args").open('{');
            args(json);
            json.close('}');
        });
    }

    /// Writes a slice: a stretch of time on a thread.
    pub(super) fn slice(
        &mut self,
        thread: Thread,
        name: &str,
        category: &str,
        range: (Stamp, Stamp),
        args: &[(&str, &str)],
    ) {
        let (from, to) = range;
        self.event("X", name, thread, |json| {
            json.text("cat", category);
            json.decimal("ts", from).decimal("dur", from.until(to));
            texts(json, args);
        });
    }

    /// Writes an instant: a moment on a thread.
    pub(super) fn instant(
        &mut self,
        thread: Thread,
        name: &str,
        category: &str,
        at: Stamp,
        args: &[(&str, &str)],
    ) {
        self.event("i", name, thread, |json| {
            json.text("cat", category).decimal("ts", at).text("s", "t");
            texts(json, args);
        });
    }

    /// Writes a flow: an arrow from a thread's slice at a moment to that of another.
    pub(super) fn flow(&mut self, name: &str, from: (Stamp, Thread), to: (Stamp, Thread)) {
        let id = self.flows;
        self.flows += 1;
        self.event("s", name, from.1, |json| {
            json.text("cat", name).decimal("ts", from.0).count("id", id);
        });
        self.event("f", name, to.1, |json| {
            json.text("cat", name).decimal("ts", to.0);
            json.count("id", id).text("bp", "e");
        });
    }

    /// Writes the values of a counter from a moment on.
    pub(super) fn counter(&mut self, name: &str, at: Stamp, values: &[(&str, u32)]) {
        self.event("C", name, Thread::Loop, |json| {
            json.text("cat", "level")
                .decimal("ts", at)
                .key("args")
                .open('{');
            for (series, value) in values {
                json.count(series, *value);
            }
            json.close('}');
        });
    }

    /// Completes the file with metadata.
    pub(super) fn finish<'t>(
        mut self,
        about: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> String {
        let json = self.json.line_break();
        json.close(']')
            .text("displayTimeUnit", "ms")
            .key("otherData")
            .open('{');
        for (key, value) in about {
            json.text(key, value);
        }
        json.close('}').close('}').line_break();
        self.json.finish()
    }
}

fn texts(json: &mut JsonWriter, args: &[(&str, &str)]) {
    if args.is_empty() {
        return;
    }
    json.key("args").open('{');
    for (key, value) in args {
        json.text(key, value);
    }
    json.close('}');
}
