//! What is missing in a [deadlock](super::deadlock) without a circle: who waits for what, and who could have
//! brought it.

use super::Run;
use super::deadlock::{Stuck, Told};
use super::hands::hands;
use super::words::{count, verb};
use crate::trace::track::ResourceTrack;
use crate::trace::{Op, ResourceKind, TaskId, Wait};

/// What some wait for in vain.
struct Want<'a> {
    track: &'a ResourceTrack,
    op: Op,
    /// Who waits: their places among the stuck, in order, and their ids.
    tasks: Vec<usize>,
    ids: Vec<TaskId>,
}

/// What is missing, in words.
struct Missing {
    title: String,
    /// Why it does not come: goes on after the names of those who wait.
    why: String,
    advice: &'static str,
    /// Tasks that could have brought it, and have ended.
    ended: Vec<TaskId>,
}

/// None where all wait for tasks that the log does not know.
pub(super) fn tell(run: &Run, stuck: &[Stuck]) -> Option<Told> {
    let mut wants: Vec<Want> = Vec::new();
    for (n, it) in stuck.iter().enumerate() {
        let Wait::Resource(resource, op) = it.waited.on else {
            continue;
        };
        if !it.on.is_empty() {
            continue;
        }
        let track = run.model.resource(resource)?;
        let same = |want: &&mut Want| want.track.id == resource && want.op == op;
        match wants.iter_mut().find(same) {
            Some(want) => {
                want.tasks.push(n);
                want.ids.push(it.task);
            }
            None => wants.push(Want {
                track,
                op,
                tasks: vec![n],
                ids: vec![it.task],
            }),
        }
    }
    // The most telling first: consumers wait for items in every run; who waits in `join` should not have to.
    let want = wants.into_iter().min_by_key(Want::rank)?;
    let missing = want.missing(run, stuck);
    Some(Told {
        sentence: format!(
            "{} {} {}.{}",
            run.words.tasks(&want.ids),
            verb(&want.ids, "waits", "wait"),
            missing.why,
            held_meanwhile(run, stuck, &want)
        ),
        resource: Some(want.track.id),
        tasks: want.tasks,
        ended: missing.ended,
        title: format!("Deadlock: {}", missing.title),
        advice: missing.advice.into(),
    })
}

/// A lock that one of those holds who wait in vain, where others wait for it.
fn held_meanwhile(run: &Run, stuck: &[Stuck], want: &Want) -> String {
    let held = stuck.iter().find_map(|it| match it.waited.on {
        Wait::Resource(lock, _) => {
            let holder = it.on.iter().find(|n| want.tasks.binary_search(n).is_ok())?;
            Some((lock, stuck[*holder].task))
        }
        _ => None,
    });
    let Some((lock, holder)) = held else {
        return String::new();
    };
    let waits = |it: &&Stuck| matches!(it.waited.on, Wait::Resource(other, _) if other == lock);
    let waiting: Vec<TaskId> = stuck.iter().filter(waits).map(|it| it.task).collect();
    format!(
        " Meanwhile {} holds {}, for which {} {}.",
        run.words.task(holder),
        run.words.resource(lock),
        run.words.tasks(&waiting),
        verb(&waiting, "waits", "wait")
    )
}

impl Want<'_> {
    fn rank(&self) -> u8 {
        match (self.op, self.track.kind) {
            (Op::Join, _) => 0,
            (Op::Acquire, ResourceKind::Lock) => 1,
            (Op::Put, _) => 2,
            (Op::Wait, ResourceKind::Barrier) => 3,
            (Op::Acquire, _) => 4,
            (Op::Wait, _) => 5,
            (Op::Get, _) => 6,
        }
    }

    fn missing(&self, run: &Run, stuck: &[Stuck]) -> Missing {
        let thing = run.words.resource(self.track.id);
        let level = self.track.levels.last().map_or(0, |level| level.level) as usize;
        let capacity = self.track.capacity as usize;
        match (self.op, self.track.kind) {
            (Op::Join, _) if level == 0 => Missing {
                title: "task_done is missing".into(),
                why: format!(
                    "in join() of {thing}: every item was taken, but task_done() was not called for each"
                ),
                advice: "Call task_done() once for each item that was taken, also where the work on it fails.",
                ended: hands(run, &self.track.levels, false),
            },
            (Op::Join, _) => Missing {
                title: "nobody takes the last items".into(),
                why: format!(
                    "in join() of {thing}, which still has {}, and nobody is left who could take {}",
                    count(level, "item"),
                    if level == 1 { "it" } else { "them" }
                ),
                advice: "Let a consumer go on until join() is over, and cancel it then.",
                ended: hands(run, &self.track.levels, false),
            },
            (Op::Get, _) => self.sentinel(run, stuck, &thing),
            (Op::Put, _) => Missing {
                title: "a queue is full".into(),
                why: format!(
                    "to put an item into {thing}, which is full ({}), and nobody is left who could take one",
                    count(capacity, "item")
                ),
                advice: "Keep a consumer running as long as there are producers.",
                ended: hands(run, &self.track.levels, false),
            },
            (Op::Acquire, ResourceKind::Lock) => self.release(run, &thing),
            (Op::Acquire, _) => Missing {
                title: "a permit is missing".into(),
                why: format!(
                    "for a permit of {thing}, but all are taken ({capacity} at first), and nobody is left who \
                     could give one back"
                ),
                advice: "Give the permit back in every case: let its guard go out of scope.",
                ended: Vec::new(),
            },
            (Op::Wait, ResourceKind::Barrier) => {
                let more = capacity.saturating_sub(level);
                Missing {
                    title: format!("{} too few at a barrier", count(more, "task")),
                    why: format!(
                        "at {thing} for {more} more to come, and nobody is left who could"
                    ),
                    advice: "Let as many tasks come as the barrier is for, or abort() it when one can't.",
                    ended: Vec::new(),
                }
            }
            (Op::Wait, ResourceKind::Condition) => Missing {
                title: "nobody notifies".into(),
                why: format!("to be notified by {thing}, but nobody is left who could"),
                advice: "Look at the condition before waiting, and notify after every change of it.",
                ended: Vec::new(),
            },
            (Op::Wait, _) => Missing {
                title: "nobody sets the event".into(),
                why: format!("for {thing}, but nobody is left who could set it"),
                advice: "Set the event in every case, also where what it stands for has failed.",
                ended: Vec::new(),
            },
        }
    }

    /// The holder has ended, or nobody of this run is it: else this were a wait for a stuck task.
    fn release(&self, run: &Run, thing: &str) -> Missing {
        let holder = self.track.levels.last().and_then(|level| level.holder);
        let why = match holder {
            Some(holder) => format!(
                "for {thing}, but {}, which has it, ended without a release",
                run.words.task(holder)
            ),
            None => format!("for {thing}, and nobody is left who could release it"),
        };
        Missing {
            title: "a release is missing".into(),
            why,
            advice: "Release the lock in every case: let its guard go out of scope.",
            ended: holder.into_iter().collect(),
        }
    }

    fn sentinel(&self, run: &Run, stuck: &[Stuck], thing: &str) -> Missing {
        let producers = hands(run, &self.track.levels, true);
        let is_stuck = |task: &TaskId| stuck.iter().any(|it| it.task == *task);
        let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) =
            producers.into_iter().partition(is_stuck);
        let why = match (waiting.is_empty(), ended.is_empty()) {
            (true, true) => "nobody has ever put one in".into(),
            (true, false) => format!(
                "{}, which put items in, {} ended",
                run.words.tasks(&ended),
                verb(&ended, "has", "have")
            ),
            (false, _) => format!(
                "{}, which put items in, {}, too",
                run.words.tasks(&waiting),
                verb(&waiting, "waits", "wait")
            ),
        };
        Missing {
            title: "a sentinel is missing".into(),
            why: format!("for an item of {thing}, but it is empty, and {why}"),
            advice: "When the last item is in, put a sentinel such as None for each consumer, or call shutdown().",
            ended,
        }
    }
}
