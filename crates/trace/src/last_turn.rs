//! The last turn in a log: which task had it, what woke it, and what it had waited for.

use crate::time::Instant;
use crate::{Cause, Event, EventKind, Log, PlaceId, TaskId, TextId, WaitReason};

/// The last turn of a task in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastTurn {
    /// The task.
    pub task: TaskId,
    /// Its name, if it has one.
    pub name: Option<TextId>,
    /// When the turn began.
    pub began: Instant,
    /// Whether the log ends within the turn.
    pub is_open: bool,
    /// What woke the task for it; `None` for its first turn.
    pub woken_by: Option<Cause>,
    /// What it had waited for before, where, and since when.
    pub waited: Option<(WaitReason, PlaceId, Instant)>,
}

impl Log {
    /// The last turn; `None` if the log has none.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, sleep, time::ms};
    /// use coroscope::trace::{Cause, WaitReason};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
    /// let last = rt.with_log(|log| log.last_turn()).unwrap();
    /// assert_eq!((last.is_open, last.woken_by), (false, Some(Cause::Timer)));
    /// assert!(matches!(last.waited, Some((WaitReason::Timer(_), ..))));
    /// ```
    pub fn last_turn(&self) -> Option<LastTurn> {
        let mut events = self.iter_backwards();
        let mut is_open = true;
        let mut last = events.find_map(|event| {
            is_open &= !matches!(
                event.kind,
                EventKind::PollEnded { .. } | EventKind::TaskEnded { .. }
            );
            match event.kind {
                EventKind::PollBegun { task } => Some(LastTurn {
                    task,
                    name: self.name_of(task),
                    began: event.at,
                    is_open,
                    woken_by: None,
                    waited: None,
                }),
                _ => None,
            }
        })?;
        let id = last.task;
        let is_before = |event: &Event| match event.kind {
            EventKind::PollBegun { task } | EventKind::TaskSpawned { task, .. } => task != id,
            _ => true,
        };
        for event in events.take_while(is_before) {
            match event.kind {
                EventKind::TaskWoken { task, by } if task == last.task => {
                    last.woken_by.get_or_insert(by);
                }
                EventKind::Waits { task, on, place } if task == last.task => {
                    last.waited.get_or_insert((on, place, event.at));
                }
                _ => {}
            }
        }
        Some(last)
    }

    /// The last name of a task.
    pub fn name_of(&self, id: TaskId) -> Option<TextId> {
        self.iter_backwards().find_map(|event| match event.kind {
            EventKind::TaskNamed { task, name } if task == id => Some(name),
            _ => None,
        })
    }
}
