//! Creation of tracks, when the log first refers to a task or resource.

use super::id::{ResourceId, TaskId};
use super::kind::ResourceKind;
use super::level::Peaks;
use super::means::Sums;
use super::model::Model;
use super::spans::Spans;
use super::track::{ResourceTrack, TaskTrack};
use crate::time::Instant;

/// From this number of tracks on, their memory grows in smaller steps.
const MANY: usize = 1_000;

impl Model {
    /// The track of a task. Creates it if needed: the log may no longer have the event of the spawn.
    pub(super) fn track(&mut self, id: TaskId) -> &mut TaskTrack {
        let index = id.index();
        if self.tasks.is_empty() {
            self.base = index;
        }
        if index < self.base {
            self.add_lower(self.base - index);
        }
        while self.tasks().len() <= index - self.base {
            let next = self.base + self.tasks().len();
            if self.tasks.len() == self.tasks.capacity() && self.tasks.len() > MANY {
                // `Vec` would double the capacity. A track has some hundred bytes.
                self.tasks.reserve_exact(self.tasks.len() / 4);
            }
            self.tasks.push(unknown_task(next, self.now));
        }
        &mut self.tasks[self.spare + index - self.base]
    }

    /// Adds tracks for the `count` ids below the lowest one.
    fn add_lower(&mut self, count: usize) {
        if let Some(more @ 1..) = count.checked_sub(self.spare) {
            // Doubles the number of tracks, so that tasks in reverse order are added in amortized constant time.
            let more = more.max(self.tasks.len());
            let unknown = core::iter::repeat_n(unknown_task(0, self.now), more);
            self.tasks.splice(0..0, unknown);
            self.spare += more;
        }
        self.spare -= count;
        self.base -= count;
        for n in 0..count {
            self.tasks[self.spare + n] = unknown_task(self.base + n, self.now);
        }
    }

    pub(super) fn resource_track(&mut self, id: ResourceId) -> &mut ResourceTrack {
        let next = self.resources.len();
        let index = *self.resource_index.entry(id).or_insert(next);
        if index == next {
            self.resources.push(ResourceTrack {
                id,
                kind: ResourceKind::Queue,
                name: None,
                capacity: 0,
                place: None,
                created: self.now,
                levels: Vec::new(),
                peaks: Peaks::default(),
                sums: Sums::default(),
            });
        }
        &mut self.resources[index]
    }
}

fn unknown_task(index: usize, now: Instant) -> TaskTrack {
    TaskTrack {
        id: TaskId::from_index(index),
        name: None,
        parent: None,
        depth: 0,
        place: None,
        spawned: now,
        spans: Spans::default(),
        waits: Vec::new(),
        last_wait: None,
        cancels: Vec::new(),
        uncancels: Vec::new(),
        limits: Vec::new(),
        calls: Vec::new(),
        is_thread: false,
        is_process: false,
        is_callback: false,
        is_cleanup: false,
        awaits: Vec::new(),
        awaited_by: Vec::new(),
        retrieved: None,
        retrieved_by: None,
        unretrieved: None,
        end: None,
        end_seq: None,
    }
}
