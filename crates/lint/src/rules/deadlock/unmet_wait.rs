//! Unmet waits in a [deadlock](super) without a cycle: which tasks wait for what.

use crate::stuck::{StuckTask, levels};
use crate::{Advice, LintContext};
use coroscope_trace::track::{Level, ResourceTrack};
use coroscope_trace::{Op, PlaceId, ResourceId, ResourceKind, TaskId, WaitReason};

/// Something that tasks wait for and that never comes.
pub(super) struct UnmetWait<'a> {
    pub(super) target: WaitTarget<'a>,
    /// The changes of the resource up to the moment.
    pub(super) levels: &'a [Level],
    /// The waiting tasks: their indexes among the stuck tasks, sorted, and their ids.
    pub(super) tasks: Vec<usize>,
    pub(super) ids: Vec<TaskId>,
    /// Where they wait.
    pub(super) places: Vec<PlaceId>,
}

/// What a task waits for.
#[derive(Clone, Copy)]
pub(super) enum WaitTarget<'a> {
    Shared(&'a ResourceTrack, Op),
    /// Futures without a name.
    Future,
    /// Something outside the run.
    Outside,
}

/// Why a wait was never met.
pub(super) struct UnmetCause {
    pub(super) title: String,
    /// The reason, as the end of a sentence that begins with the names of the waiting tasks.
    pub(super) why: String,
    pub(super) advice: Advice,
    /// Tasks that could have ended the wait, but have ended themselves.
    pub(super) ended: Vec<TaskId>,
}

impl WaitTarget<'_> {
    fn is_same(self, other: WaitTarget) -> bool {
        match (self, other) {
            (WaitTarget::Shared(one, op), WaitTarget::Shared(other, other_op)) => {
                one.id == other.id && op == other_op
            }
            (WaitTarget::Future, WaitTarget::Future)
            | (WaitTarget::Outside, WaitTarget::Outside) => true,
            _ => false,
        }
    }

    /// The most informative waits have the lowest rank: consumers wait for items in every run, but a wait in `join` should
    /// end.
    fn rank(self) -> u8 {
        let WaitTarget::Shared(track, op) = self else {
            return match self {
                WaitTarget::Future => 6,
                _ => 8,
            };
        };
        match (op, track.kind) {
            (Op::Join | Op::WaitClosed, _) => 0,
            (Op::Acquire, ResourceKind::Lock) => 1,
            (Op::Put | Op::Drain, _) => 2,
            (Op::Wait, ResourceKind::Barrier) => 3,
            (Op::Acquire, _) => 4,
            (Op::Wait, ResourceKind::Future) => 6,
            (Op::Wait, _) => 5,
            (Op::Get | Op::Read, _) => 7,
            (Op::Accept, _) => 9,
        }
    }
}

/// The unmet wait that explains a deadlock best. `None` if all wait for tasks that the log does not know.
pub(super) fn find<'a>(
    cx: &LintContext<'a>,
    stuck: &[StuckTask],
    seq: u64,
) -> Option<UnmetWait<'a>> {
    let mut wants: Vec<UnmetWait> = Vec::new();
    for (n, it) in stuck.iter().enumerate() {
        let (target, levels) = match it.waited.on {
            _ if !it.on.is_empty() => continue,
            WaitReason::Resource(resource, op) => {
                let track = cx.run.model.resource(resource)?;
                (WaitTarget::Shared(track, op), levels(track, seq))
            }
            WaitReason::Future => (WaitTarget::Future, &[][..]),
            WaitReason::Io(_) => (WaitTarget::Outside, &[][..]),
            _ => continue,
        };
        let place = it.waited.place;
        match wants.iter_mut().find(|want| want.target.is_same(target)) {
            Some(want) => {
                want.tasks.push(n);
                want.ids.push(it.task);
                if !want.places.contains(&place) {
                    want.places.push(place);
                }
            }
            None => wants.push(UnmetWait {
                target,
                levels,
                tasks: vec![n],
                ids: vec![it.task],
                places: vec![place],
            }),
        }
    }
    // If the consumers wait for space in the same queue, that is also the reason why join() does not end.
    let puts: Vec<ResourceId> = (wants.iter())
        .filter_map(|want| match want.target {
            WaitTarget::Shared(track, Op::Put) => Some(track.id),
            _ => None,
        })
        .collect();
    let is_behind = |want: &UnmetWait| matches!(want.target, WaitTarget::Shared(track, Op::Join) if puts.contains(&track.id));
    let wants = wants.into_iter().filter(|want| !is_behind(want));
    wants.min_by_key(|want| want.target.rank())
}
