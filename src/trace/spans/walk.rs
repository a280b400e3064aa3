//! Going through the spans of a task without making each: for who looks at all of them and needs few.

use super::{CLEANUP, Packed, SEQ_SHIFT, Spans, WOKEN, WOKEN_SHIFT};
use crate::time::Instant;
use crate::trace::id::TaskId;
use crate::trace::totals::Kind;
use crate::trace::track::Waited;

/// A span as it is packed.
#[derive(Clone, Copy)]
pub(crate) struct Brief(Packed);

impl Spans {
    /// All of them in order, as they are packed.
    pub(crate) fn briefs(&self) -> impl ExactSizeIterator<Item = Brief> {
        self.packed.iter().map(|packed| Brief(*packed))
    }

    /// What a wait with this number, which is not zero, is for.
    pub(crate) fn waited(&self, wait: u32) -> Option<Waited> {
        self.waits.get((wait as usize).checked_sub(1)?).copied()
    }

    /// Everything that was waited for; what was waited for again may be there more than once.
    pub(crate) fn all_waited(&self) -> &[Waited] {
        &self.waits
    }
}

impl Brief {
    /// What it is drawn as: its state, and of a wait what kind.
    pub(crate) fn kind(self) -> Kind {
        self.0.kind()
    }

    pub(crate) fn is_running(self) -> bool {
        self.0.kind() == Kind::Running
    }

    pub(crate) fn from(self) -> Instant {
        self.0.from
    }

    /// Sequence number of the event that began it.
    pub(crate) fn seq(self) -> u64 {
        self.0.seq_and_tag >> SEQ_SHIFT
    }

    /// The number of its wait; zero where it has none.
    pub(crate) fn wait(self) -> u32 {
        self.0.wait
    }

    pub(crate) fn is_cleanup(self) -> bool {
        self.0.seq_and_tag & CLEANUP != 0
    }

    /// Whether this task, perhaps the span's own, made it ready.
    pub(crate) fn is_woken_by(self, task: TaskId) -> bool {
        const TASK: u64 = 1 << WOKEN_SHIFT;
        self.0.seq_and_tag & WOKEN == TASK && self.0.by == task.number()
    }
}
