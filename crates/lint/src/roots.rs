//! The root tasks of a run, and when they ended, which cancels the rest.

use coroscope_trace::{Model, Outcome};

/// The root tasks: main, or several in sequence if a program runs its loop several times.
pub(super) struct Roots {
    /// For each, the event that spawned it, and the highest of the events that ended it and the earlier ones.
    lives: Vec<(u64, u64)>,
    /// Whether one was cancelled from outside the run: the reader or the engine ended it, and much is unfinished.
    pub(super) was_stopped: bool,
}

impl Roots {
    pub(super) fn of(model: &Model) -> Roots {
        let mut roots = Roots {
            lives: Vec::new(),
            was_stopped: false,
        };
        let tracks = model.tasks().iter();
        for track in tracks.filter(|track| track.parent.is_none() && track.is_task()) {
            let Some(spawned) = track.spans.first() else {
                continue;
            };
            let last = roots.lives.last().map_or(0, |(_, ended)| *ended);
            let ended = track.end_seq.unwrap_or(u64::MAX).max(last);
            roots.lives.push((spawned.seq, ended));
            let is_cancelled = matches!(track.end, Some((_, Outcome::Cancelled)));
            roots.was_stopped |= is_cancelled && track.cancels.iter().any(|it| it.by.is_none());
        }
        roots
    }

    /// Whether all roots that had begun before the event with this sequence number had ended.
    pub(super) fn had_ended(&self, seq: u64) -> bool {
        let begun = self.lives.partition_point(|(spawned, _)| *spawned < seq);
        let last = begun.checked_sub(1).and_then(|n| self.lives.get(n));
        last.is_some_and(|(_, ended)| *ended < seq)
    }
}
