//! The last part of a log, as a log of its own.

use super::{DEFAULT_LIMIT, Log};
use crate::time::Instant;
use crate::{EventKind, TaskId};
use std::collections::BTreeMap;

/// The events from before the last part without which its tasks would have no names and wait for nothing known.
#[derive(Default)]
struct Before {
    /// Of each task that has not ended: how it began and was named, and its last turn.
    tasks: BTreeMap<TaskId, (Vec<u64>, Vec<u64>)>,
    /// How resources began and were named.
    resources: Vec<u64>,
}

impl Before {
    fn take(&mut self, seq: u64, kind: EventKind) {
        let task = match kind {
            EventKind::TaskEnded { task, .. } | EventKind::ThreadEnded { thread: task, .. } => {
                self.tasks.remove(&task);
                return;
            }
            EventKind::ResourceCreated { .. } | EventKind::ResourceNamed { .. } => {
                return self.resources.push(seq);
            }
            EventKind::TaskSpawned { task, .. }
            | EventKind::TaskNamed { task, .. }
            | EventKind::CallScheduled { call: task, .. }
            | EventKind::ThreadStarted { thread: task, .. } => {
                return self.tasks.entry(task).or_default().0.push(seq);
            }
            EventKind::PollBegun { task } => {
                self.tasks.entry(task).or_default().1.clear();
                task
            }
            EventKind::PollEnded { task }
            | EventKind::Waits { task, .. }
            | EventKind::Awaits { task, .. } => task,
            _ => return,
        };
        self.tasks.entry(task).or_default().1.push(seq);
    }

    /// The numbers of the events, in order.
    fn seqs(self) -> Vec<u64> {
        let tasks = self.tasks.into_values();
        let of_tasks =
            tasks.flat_map(|(beginning, last_turn)| beginning.into_iter().chain(last_turn));
        let mut seqs: Vec<u64> = of_tasks.chain(self.resources).collect();
        seqs.sort_unstable();
        seqs
    }
}

impl Log {
    /// The events since a time, but at most the last `most`. What came before is counted as dropped, except how the tasks
    /// that had not ended and the resources began, how they were named, and the last turn of each of those tasks.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, sleep, spawn, time::{Instant, ms}};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async {
    ///     let long = spawn(async { sleep(ms(500)).await; Ok(()) }).named("long");
    ///     for _ in 0..100 { sleep(ms(1)).await; }
    ///     long.await
    /// }).unwrap();
    /// rt.with_log(|log| {
    ///     let tail = log.tail(Instant::from_micros(400_000), 1000);
    ///     assert!(tail.len() < 50 && tail.next_seq() == log.next_seq());
    ///     assert!(tail.texts().any(|text| text == "long"));
    /// });
    /// ```
    #[must_use = "returns the last part"]
    pub fn tail(&self, since: Instant, most: usize) -> Log {
        let newest = self
            .next_seq()
            .saturating_sub(most as u64)
            .max(self.dropped());
        let mut before = Before::default();
        let mut from = self.next_seq();
        for (seq, event) in self.iter_from(0) {
            if seq >= newest && event.at >= since {
                from = seq;
                break;
            }
            before.take(seq, event.kind);
        }
        let before = before.seqs();
        let kept = before.len() as u64 + self.next_seq() - from;
        let mut tail = Log::new(DEFAULT_LIMIT).with_tables(
            self.next_seq() - kept,
            self.texts.iter().cloned(),
            self.places.iter().cloned(),
        );
        let before = before.into_iter().filter_map(|seq| self.get(seq));
        let after = self.iter_from(from).map(|(_, event)| event);
        before.chain(after).for_each(|event| tail.push(event));
        tail
    }
}
