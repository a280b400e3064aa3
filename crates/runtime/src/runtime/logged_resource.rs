//! Resources that an engine keeps itself, such as streams of bytes: what the log says about them.

use super::resource::{Levels, Resource};
use core::cell::Cell;
use core::panic::Location;
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A resource of the program that is not one of `sync`, in the log. Clones refer to the same resource.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, runtime::LoggedResource, trace::{Model, ResourceKind}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let stream = LoggedResource::new(ResourceKind::Stream, "to the server");
///     stream.set_level(12);
///     Ok(())
/// })
/// .unwrap();
/// let bytes = rt.with_log(|log| Model::of(log).resources()[0].levels[0].level);
/// assert_eq!(bytes, 12);
/// ```
#[derive(Clone)]
pub struct LoggedResource(Rc<Inner>);

/// # Invariants
/// `takers` and `putters` are the numbers of the [`LoggedWait`]s that exist, by their operation.
struct Inner {
    resource: Resource,
    level: Cell<usize>,
    takers: Cell<usize>,
    putters: Cell<usize>,
}

impl LoggedResource {
    /// Records a new resource. One made outside of a run does not appear in the log.
    #[track_caller]
    pub fn new(kind: ResourceKind, name: &str) -> LoggedResource {
        let resource = Resource::new(kind, 0);
        resource.set_name(name);
        LoggedResource(Rc::new(Inner {
            resource,
            level: Cell::default(),
            takers: Cell::default(),
            putters: Cell::default(),
        }))
    }

    /// Records its level, if that has changed.
    pub fn set_level(&self, level: usize) {
        if self.0.level.replace(level) != level {
            self.record_change();
        }
    }

    /// Records that the running task waits for `op`, until the returned value is dropped.
    #[track_caller]
    pub fn wait(&self, op: Op) -> LoggedWait {
        let wait = LoggedWait {
            of: self.clone(),
            op,
        };
        let count = wait.count();
        count.set(count.get() + 1);
        self.record_change();
        self.0.resource.record_wait(op, Location::caller());
        wait
    }

    fn record_change(&self) {
        self.0.resource.record_change(|| Levels {
            level: self.0.level.get(),
            takers: self.0.takers.get(),
            putters: self.0.putters.get(),
        });
    }
}

/// A wait for a [`LoggedResource`]. Dropping it records that the wait is over.
#[must_use = "dropping it records that the wait is over"]
pub struct LoggedWait {
    of: LoggedResource,
    op: Op,
}

impl LoggedWait {
    fn count(&self) -> &Cell<usize> {
        match self.op {
            Op::Put | Op::Drain => &self.of.0.putters,
            _ => &self.of.0.takers,
        }
    }
}

impl Drop for LoggedWait {
    fn drop(&mut self) {
        let count = self.count();
        count.set(count.get() - 1);
        self.of.record_change();
    }
}
