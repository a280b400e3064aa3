//! The recorder: the log, and to what an event is attributed.

use core::cell::{Cell, RefCell};
use coroscope_trace::time::Instant;
use coroscope_trace::{Cause, Event, EventKind, Log, ResourceId, TaskId, TextId};
use std::collections::BTreeMap;

/// Writes the log of a runtime.
///
/// # Invariants
/// - If recording is off, the log has no events. Resources are numbered nevertheless.
/// - `log` is borrowed only by the methods here, which run no code of the program, and while
///   [`Handle::with_log`](super::Handle::with_log) reads it.
/// - `cause` is `Outside`, except while the loop or an engine runs code that is not a task's.
pub(super) struct Recorder {
    is_recording: bool,
    log: RefCell<Log>,
    /// The thread whose code runs now, on the loop's own thread.
    thread: Cell<Option<TaskId>>,
    /// The cause that wakes are recorded with while no task is running.
    cause: Cell<Cause>,
    resources_made: Cell<usize>,
    timeouts_made: Cell<u32>,
    /// The values that the program has recorded, by name.
    values: RefCell<BTreeMap<String, ResourceId>>,
}

impl Recorder {
    /// A recorder with a log of at most `limit` bytes. `None` turns recording off.
    pub(super) fn new(limit: Option<usize>) -> Recorder {
        Recorder {
            is_recording: limit.is_some(),
            log: RefCell::new(Log::new(limit.unwrap_or(0))),
            thread: Cell::new(None),
            cause: Cell::new(Cause::Outside),
            resources_made: Cell::new(0),
            timeouts_made: Cell::new(0),
            values: RefCell::default(),
        }
    }

    #[inline]
    pub(super) fn is_recording(&self) -> bool {
        self.is_recording
    }

    /// Adds an event.
    #[inline(always)]
    pub(super) fn record(&self, at: Instant, kind: EventKind) {
        if self.is_recording {
            self.log.borrow_mut().push_inlined(Event { at, kind });
        }
    }

    /// Adds an event that refers to texts or places. They are interned only if recording is on.
    #[inline(always)]
    pub(super) fn record_with(&self, at: Instant, kind: impl FnOnce(&mut Log) -> EventKind) {
        if self.is_recording {
            let mut log = self.log.borrow_mut();
            let kind = kind(&mut log);
            log.push_inlined(Event { at, kind });
        }
    }

    /// Adds a text to the log, if it is new, and returns its id.
    pub(super) fn intern(&self, text: &str) -> TextId {
        self.log.borrow_mut().intern(text)
    }

    /// Calls `read` with the log.
    pub(super) fn with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> R {
        read(&self.log.borrow())
    }

    /// Calls `read` with the log, unless an event is just being added.
    pub(super) fn try_with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> Option<R> {
        self.log.try_borrow().ok().map(|log| read(&log))
    }

    pub(super) fn next_resource_id(&self) -> ResourceId {
        let made = self.resources_made.get();
        self.resources_made.set(made + 1);
        ResourceId::from_index(made)
    }

    /// The number of the next timeout.
    pub(super) fn next_timeout(&self) -> u32 {
        let made = self.timeouts_made.get() + 1;
        self.timeouts_made.set(made);
        made
    }

    /// The value with this name; and whether it is new.
    pub(super) fn value(&self, name: &str) -> (ResourceId, bool) {
        let known = self.values.borrow().get(name).copied();
        if let Some(known) = known {
            return (known, false);
        }
        let id = self.next_resource_id();
        self.values.borrow_mut().insert(name.to_owned(), id);
        (id, true)
    }

    /// The thread whose code runs.
    #[inline]
    pub(super) fn thread(&self) -> Option<TaskId> {
        self.thread.get()
    }

    /// Sets the thread whose code runs. Returns the previous one.
    pub(super) fn replace_thread(&self, thread: Option<TaskId>) -> Option<TaskId> {
        self.thread.replace(thread)
    }

    /// The cause of wakes outside of tasks.
    #[inline]
    pub(super) fn cause(&self) -> Cause {
        self.cause.get()
    }

    /// Makes wakes come from outside again, after an exception has left the code of a callback or a thread.
    pub(super) fn reset_cause(&self) {
        self.cause.set(Cause::Outside);
        self.thread.set(None);
    }

    /// Calls `f` outside of tasks, with `cause` as the cause of wakes in it.
    #[inline]
    pub(super) fn caused_by<R>(&self, cause: Cause, f: impl FnOnce() -> R) -> R {
        let before = self.cause.replace(cause);
        let result = f();
        self.cause.set(before);
        result
    }
}
