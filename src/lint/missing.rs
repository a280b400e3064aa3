//! What is missing in a [deadlock](super::deadlock) without a circle: who waits for what, and who could have
//! brought it.

use super::Run;
use super::deadlock::Reason;
use super::lacks::Lack;
use super::stuck::{Stuck, levels};
use super::words::verb;
use crate::trace::track::{Level, ResourceTrack};
use crate::trace::{Op, PlaceId, ResourceId, ResourceKind, TaskId, WaitReason};

/// What some wait for in vain.
pub(super) struct Want<'a> {
    pub(super) thing: Thing<'a>,
    /// The changes of a shared thing up to the moment.
    pub(super) levels: &'a [Level],
    /// Who waits: their places among the stuck, in order, and their ids.
    tasks: Vec<usize>,
    pub(super) ids: Vec<TaskId>,
    /// Where they wait.
    pub(super) places: Vec<PlaceId>,
}

/// A thing that is waited for.
#[derive(Clone, Copy)]
pub(super) enum Thing<'a> {
    Shared(&'a ResourceTrack, Op),
    /// Futures without a name.
    Future,
    /// Something outside of the run.
    Outside,
}

impl Thing<'_> {
    fn is(self, other: Thing) -> bool {
        match (self, other) {
            (Thing::Shared(one, op), Thing::Shared(other, other_op)) => {
                one.id == other.id && op == other_op
            }
            (Thing::Future, Thing::Future) | (Thing::Outside, Thing::Outside) => true,
            _ => false,
        }
    }

    /// The most telling first: consumers wait for items in every run; who waits in `join` should not have to.
    fn rank(self) -> u8 {
        let Thing::Shared(track, op) = self else {
            return match self {
                Thing::Future => 6,
                _ => 8,
            };
        };
        match (op, track.kind) {
            (Op::Join, _) => 0,
            (Op::Acquire, ResourceKind::Lock) => 1,
            (Op::Put, _) => 2,
            (Op::Wait, ResourceKind::Barrier) => 3,
            (Op::Acquire, _) => 4,
            (Op::Wait, ResourceKind::Future) => 6,
            (Op::Wait, _) => 5,
            (Op::Get, _) => 7,
        }
    }
}

/// None where all wait for tasks that the log does not know.
pub(super) fn reason(run: &Run, stuck: &[Stuck], seq: u64) -> Option<Reason> {
    let mut wants: Vec<Want> = Vec::new();
    for (n, it) in stuck.iter().enumerate() {
        let (thing, levels) = match it.waited.on {
            _ if !it.on.is_empty() => continue,
            WaitReason::Resource(resource, op) => {
                let track = run.model.resource(resource)?;
                (Thing::Shared(track, op), levels(track, seq))
            }
            WaitReason::Future => (Thing::Future, &[][..]),
            WaitReason::Io(_) => (Thing::Outside, &[][..]),
            _ => continue,
        };
        let place = it.waited.place;
        match wants.iter_mut().find(|want| want.thing.is(thing)) {
            Some(want) => {
                want.tasks.push(n);
                want.ids.push(it.task);
                if !want.places.contains(&place) {
                    want.places.push(place);
                }
            }
            None => wants.push(Want {
                thing,
                levels,
                tasks: vec![n],
                ids: vec![it.task],
                places: vec![place],
            }),
        }
    }
    // Where those who take wait for room in the same queue, that is the reason why join() does not end.
    let puts: Vec<ResourceId> = (wants.iter())
        .filter_map(|want| match want.thing {
            Thing::Shared(track, Op::Put) => Some(track.id),
            _ => None,
        })
        .collect();
    let is_behind = |want: &Want| matches!(want.thing, Thing::Shared(track, Op::Join) if puts.contains(&track.id));
    let want = (wants.into_iter())
        .filter(|want| !is_behind(want))
        .min_by_key(|want| want.thing.rank())?;
    let lack = Lack::of(run, stuck, &want);
    Some(Reason {
        sentence: format!(
            "{} {} {}.{}",
            run.words.tasks(&want.ids),
            verb(&want.ids, "waits", "wait"),
            lack.why,
            held_meanwhile(run, stuck, &want)
        ),
        resource: match want.thing {
            Thing::Shared(track, _) => Some(track.id),
            _ => None,
        },
        tasks: want.tasks,
        ended: lack.ended,
        title: lack.title,
        advice: run.advise(lack.advice),
    })
}

/// A lock that one of those holds who wait in vain, where others wait for it.
fn held_meanwhile(run: &Run, stuck: &[Stuck], want: &Want) -> String {
    let held = stuck.iter().find_map(|it| match it.waited.on {
        WaitReason::Resource(lock, _) => {
            let holder = it.on.iter().find(|n| want.tasks.binary_search(n).is_ok())?;
            Some((lock, stuck[*holder].task))
        }
        _ => None,
    });
    let Some((lock, holder)) = held else {
        return String::new();
    };
    let waits =
        |it: &&Stuck| matches!(it.waited.on, WaitReason::Resource(other, _) if other == lock);
    let waiting: Vec<TaskId> = stuck.iter().filter(waits).map(|it| it.task).collect();
    format!(
        " Meanwhile {} holds {}, for which {} {}.",
        run.words.task(holder),
        run.words.resource(lock),
        run.words.tasks(&waiting),
        verb(&waiting, "waits", "wait")
    )
}
