//! A span in 24 bytes, as the last spans of a task are stored and all of them are read.

use crate::id::TaskId;
use crate::span::WokenBy;
use crate::task_state::TaskState;
use crate::time::Instant;
use strum::VariantArray;

/// A span without its end. To read it takes less time than to build a [`Span`](crate::span::Span).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PackedSpan {
    pub(super) from: Instant,
    /// The sequence number, shifted by [`SEQ_SHIFT`], and in the lowest 16 bits the index of the state, the cleanup flag
    /// and the [`WokenTag`].
    seq_and_tag: u64,
    /// The number of the task in [`WokenBy`]; 0 if there is none.
    pub(super) by: u32,
    /// The index of its wait plus one; 0 if it has none.
    pub(super) wait: u32,
}

const _: () = assert!(
    size_of::<PackedSpan>() == 24,
    "a log can have millions of spans"
);

const STATE: u64 = 0xf;
const CLEANUP: u64 = 0x10;
const WOKEN_SHIFT: u32 = 5;
const WOKEN: u64 = 7 << WOKEN_SHIFT;
/// All of them.
const TAG: u64 = 0xff;
const SEQ_SHIFT: u32 = 16;

const _: () = assert!(TaskState::COUNT <= 1 + STATE as usize);
const _: () = assert!((STATE | CLEANUP | WOKEN) & !TAG == 0);
const _: () = assert!(WokenTag::VARIANTS.len() <= 1 + (WOKEN >> WOKEN_SHIFT) as usize);

/// The index of the state in a [tag](PackedSpan::tag).
#[inline]
pub(super) fn state_index(tag: u8) -> usize {
    (u64::from(tag) & STATE) as usize
}

/// [`WokenBy`] without its task.
#[derive(Clone, Copy, PartialEq, VariantArray)]
enum WokenTag {
    Unknown,
    Task,
    Timer,
    Io,
    Callback,
    Outside,
    Spawn,
}

impl PackedSpan {
    /// The span after `last`, with the same cleanup flag and wait.
    pub(super) fn new(
        from: Instant,
        seq: u64,
        state: TaskState,
        last: Option<PackedSpan>,
    ) -> PackedSpan {
        let cleanup = last.map_or(0, |last| last.seq_and_tag & CLEANUP);
        PackedSpan {
            from,
            seq_and_tag: seq << SEQ_SHIFT | cleanup | state.index() as u64,
            by: 0,
            wait: last.map_or(0, |last| last.wait),
        }
    }

    /// The span with these parts, as they were read from another.
    #[inline]
    pub(super) fn from_parts(from: Instant, seq: u64, tag: u8, by: u32, wait: u32) -> PackedSpan {
        PackedSpan {
            from,
            seq_and_tag: seq << SEQ_SHIFT | u64::from(tag),
            by,
            wait,
        }
    }

    /// State, cleanup flag and [`WokenTag`].
    #[inline]
    pub(super) fn tag(self) -> u8 {
        (self.seq_and_tag & TAG) as u8
    }

    pub(super) fn state_index(self) -> usize {
        state_index(self.tag())
    }

    /// The state of the task.
    pub fn state(self) -> TaskState {
        TaskState::ALL[self.state_index()]
    }

    /// Whether the task was running.
    pub fn is_running(self) -> bool {
        self.state() == TaskState::Running
    }

    /// When it began.
    pub fn from(self) -> Instant {
        self.from
    }

    /// The number of its [wait](super::Spans::waited); 0 if it has none.
    pub fn wait(self) -> u32 {
        self.wait
    }

    /// Sequence number of the event that began it.
    pub fn seq(self) -> u64 {
        self.seq_and_tag >> SEQ_SHIFT
    }

    /// Whether it is part of the task's cleanup.
    pub fn is_cleanup(self) -> bool {
        self.seq_and_tag & CLEANUP != 0
    }

    pub(super) fn set_cleanup(&mut self) {
        self.seq_and_tag |= CLEANUP;
    }

    pub(super) fn woken_by(self) -> Option<WokenBy> {
        let task = (self.by as usize).checked_sub(1).map(TaskId::from_index);
        let tag = WokenTag::VARIANTS.get(self.woken_index())?;
        Some(match tag {
            WokenTag::Unknown => return None,
            WokenTag::Task => WokenBy::Task(task?),
            WokenTag::Timer => WokenBy::Timer,
            WokenTag::Io => WokenBy::Io,
            WokenTag::Callback => WokenBy::Callback,
            WokenTag::Outside => WokenBy::Outside,
            WokenTag::Spawn => WokenBy::Spawn(task),
        })
    }

    pub(super) fn set_woken_by(&mut self, by: Option<WokenBy>) {
        let (tag, task) = match by {
            None => (WokenTag::Unknown, None),
            Some(WokenBy::Task(task)) => (WokenTag::Task, Some(task)),
            Some(WokenBy::Timer) => (WokenTag::Timer, None),
            Some(WokenBy::Io) => (WokenTag::Io, None),
            Some(WokenBy::Callback) => (WokenTag::Callback, None),
            Some(WokenBy::Outside) => (WokenTag::Outside, None),
            Some(WokenBy::Spawn(task)) => (WokenTag::Spawn, task),
        };
        self.seq_and_tag = self.seq_and_tag & !WOKEN | (tag as u64) << WOKEN_SHIFT;
        self.by = task.map_or(0, TaskId::number);
    }

    /// Whether `task` woke it.
    pub fn is_woken_by(self, task: TaskId) -> bool {
        self.woken_index() == WokenTag::Task as usize && self.by == task.number()
    }

    fn woken_index(self) -> usize {
        ((self.seq_and_tag & WOKEN) >> WOKEN_SHIFT) as usize
    }
}
