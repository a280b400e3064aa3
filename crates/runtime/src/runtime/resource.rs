//! What all primitives have in common: their identity in the log, and what they record.

use super::context;
use super::core::Core;
use core::panic::Location;
use coroscope_trace::{
    EventKind, Op, ResourceId, ResourceKind, TaskId, WaitReason, saturating_u16, saturating_u32,
};

/// The identity of a queue, lock or other primitive in the log. One that was made outside of a run has none, and the
/// log says nothing about it.
#[derive(Clone, Copy)]
pub(crate) struct Resource(Option<ResourceId>);

/// How full a resource is, and how many tasks wait for it.
#[derive(Default)]
pub(crate) struct Levels {
    /// Number of items in a queue, available permits of a semaphore, or tasks at a barrier.
    pub(crate) level: usize,
    /// Number of tasks that wait to take.
    pub(crate) takers: usize,
    /// Number of tasks that wait to put.
    pub(crate) putters: usize,
}

impl Core {
    /// Records what a value of the program is now.
    pub(crate) fn record_value(&self, name: &str, value: u32, place: &'static Location<'static>) {
        if !self.is_recording() {
            return;
        }
        self.tick();
        let (resource, is_new) = self.recorder.value(name);
        if is_new {
            self.record_at(place, |place| EventKind::ResourceCreated {
                resource,
                kind: ResourceKind::Value,
                capacity: 0,
                place,
            });
            self.record_with(|log| EventKind::ResourceNamed {
                resource,
                name: log.intern(name),
            });
        }
        self.record(EventKind::ResourceChanged {
            resource,
            level: value,
            takers: 0,
            putters: 0,
        });
    }
}

impl Resource {
    /// A new resource of the running runtime, made by the caller.
    #[track_caller]
    pub(crate) fn new(kind: ResourceKind, capacity: usize) -> Resource {
        let place = Location::caller();
        context::with(|core| Resource::of(core, kind, capacity, place)).unwrap_or(Resource(None))
    }

    /// A new resource of a runtime, made at `place`.
    pub(super) fn of(
        core: &Core,
        kind: ResourceKind,
        capacity: usize,
        place: &'static Location<'static>,
    ) -> Resource {
        let resource = core.recorder.next_resource_id();
        core.tick();
        core.record_at(place, |place| EventKind::ResourceCreated {
            resource,
            kind,
            capacity: saturating_u32(capacity),
            place,
        });
        Resource(Some(resource))
    }

    /// Records its name.
    pub(crate) fn set_name(self, name: &str) {
        let Some(resource) = self.0 else { return };
        context::with(|core| {
            core.record_with(|log| EventKind::ResourceNamed {
                resource,
                name: log.intern(name),
            });
        });
    }

    /// Records that its level or the number of its waiters changed. `levels` is not called if nothing is recorded.
    #[inline]
    pub(crate) fn record_change(self, levels: impl FnOnce() -> Levels) {
        let Some(resource) = self.0 else { return };
        context::with(|core| {
            if !core.is_recording() {
                return;
            }
            let levels = levels();
            core.record(EventKind::ResourceChanged {
                resource,
                level: saturating_u32(levels.level),
                takers: saturating_u16(levels.takers),
                putters: saturating_u16(levels.putters),
            });
        });
    }

    /// Records that the holder of a lock or the number of its waiters changed.
    #[inline]
    pub(crate) fn record_holder(self, holder: Option<TaskId>, waiters: usize) {
        let Some(resource) = self.0 else { return };
        context::with(|core| {
            core.record(EventKind::LockHolderChanged {
                resource,
                by: holder,
                waiters: saturating_u32(waiters),
            });
        });
    }

    /// Records that the running task waits, at `place`, until `op` is possible.
    #[inline]
    pub(crate) fn record_wait(self, op: Op, place: &'static Location<'static>) {
        let on = match self.0 {
            Some(resource) => WaitReason::Resource(resource, op),
            None => WaitReason::Future,
        };
        context::with(|core| core.record_wait(on, place));
    }
}
