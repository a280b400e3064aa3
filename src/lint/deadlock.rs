//! Rule: nothing can ever go on.
//!
//! At the end of the log there are tasks that have not ended, each of them waits, no timer is pending, and
//! nobody waits for anything from outside: I/O, a future, or what the log does not know. Then it names the
//! circle of those who wait for each other, else [what is missing](super::missing).

use super::missing;
use super::words::count;
use super::{Finding, Kind, Run};
use crate::trace::track::{State, TaskTrack, Waited};
use crate::trace::{ResourceId, ResourceKind, TaskId, Wait};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many links of a circle are told.
const LINKS: usize = 6;

/// A task that waits, and will wait for ever.
#[derive(Clone)]
pub(super) struct Stuck {
    pub(super) task: TaskId,
    pub(super) waited: Waited,
    /// The stuck ones that it waits for.
    pub(super) on: Vec<usize>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let Some(stuck) = stuck(run) else { return };
    let told = match circle(&stuck) {
        Some(circle) => Some(tell_circle(run, &stuck, &circle)),
        None => missing::tell(run, &stuck),
    };
    let (Some(told), Some(pass)) = (told, run.model.passes.last()) else {
        return;
    };
    let mut places: Vec<_> = (told.tasks.iter())
        .map(|n| stuck[*n].waited.place)
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut tasks: Vec<TaskId> = told.tasks.iter().map(|n| stuck[*n].task).collect();
    let culprits: FxHashSet<TaskId> = tasks.iter().copied().collect();
    let others = stuck.iter().map(|stuck| stuck.task);
    let victims = others.filter(|task| !culprits.contains(task)).collect();
    let ended = told.ended.into_iter();
    tasks.extend(ended.filter(|task| !culprits.contains(task)));
    found.push(Finding {
        kind: Kind::Deadlock,
        at: pass.to.unwrap_or(run.model.now()),
        until: run.model.now(),
        tasks,
        victims,
        places,
        resource: told.resource,
        title: told.title,
        sentence: told.sentence,
        advice: told.advice,
    });
}

/// Why nothing goes on.
pub(super) struct Told {
    /// Those it is about, by their places among the stuck.
    pub(super) tasks: Vec<usize>,
    /// Tasks that have ended and should not have.
    pub(super) ended: Vec<TaskId>,
    pub(super) resource: Option<ResourceId>,
    pub(super) title: String,
    pub(super) sentence: String,
    pub(super) advice: String,
}

/// All tasks that have not ended, where none of them can ever go on.
fn stuck(run: &Run) -> Option<Vec<Stuck>> {
    let pass = run.model.passes.last()?;
    if pass.to.is_none() || pass.ready_after > 0 || pass.timers_after > 0 {
        return None;
    }
    let mut stuck = Vec::new();
    for track in run.model.tasks().iter().filter(|track| track.end.is_none()) {
        let waited = waits_inside(run, track)?;
        stuck.push(Stuck {
            task: track.id,
            waited,
            on: Vec::new(),
        });
    }
    let index: FxHashMap<TaskId, usize> = stuck.iter().map(|it| it.task).zip(0..).collect();
    for it in &mut stuck {
        let on = waits_for(run, it.task, it.waited.on);
        it.on = (on.iter())
            .filter_map(|task| index.get(task).copied())
            .collect();
    }
    (!stuck.is_empty()).then_some(stuck)
}

/// What a task waits for; none where it does not wait, or something outside of the run may wake it.
fn waits_inside(run: &Run, track: &TaskTrack) -> Option<Waited> {
    let last = track
        .spans
        .last()
        .filter(|span| span.state == State::Waiting)?;
    let poll = track
        .spans
        .len()
        .checked_sub(2)
        .and_then(|index| track.spans.get(index));
    let began = poll.map_or(last.seq, |poll| poll.seq);
    let told = track
        .waits
        .iter()
        .rev()
        .take_while(|(seq, _)| *seq >= began);
    let is_inside = |waited: &Waited| match waited.on {
        Wait::Task(_) | Wait::Tasks(_) => true,
        Wait::Resource(resource, _) => (run.model.resource(resource))
            .is_some_and(|resource| resource.kind != ResourceKind::Future),
        Wait::Turn | Wait::Timer(_) | Wait::Io(_) | Wait::Future => false,
    };
    let mut all = told.map(|(_, waited)| waited);
    let waited = last.waited?;
    (is_inside(&waited) && all.all(is_inside)).then_some(waited)
}

/// The tasks whose end, or whose letting go, a task waits for.
fn waits_for(run: &Run, task: TaskId, on: Wait) -> Vec<TaskId> {
    match on {
        Wait::Task(other) => vec![other],
        Wait::Tasks(_) => {
            let awaits = run.model.task(task).map(|track| track.awaits.as_slice());
            let mut others: Vec<TaskId> =
                awaits.unwrap_or_default().iter().map(|it| it.on).collect();
            others.dedup();
            others
        }
        Wait::Resource(resource, _) => {
            let holder = run
                .model
                .resource(resource)
                .and_then(|lock| lock.levels.last()?.holder);
            holder.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Tasks each of which waits for the next, and the last for the first.
fn circle(stuck: &[Stuck]) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        New,
        Path,
        Done,
    }
    let mut seen = vec![Seen::New; stuck.len()];
    for start in 0..stuck.len() {
        if seen[start] != Seen::New {
            continue;
        }
        // The way from the start, each with how many of those it waits for were tried.
        let mut path = vec![(start, 0)];
        seen[start] = Seen::Path;
        while let Some((node, tried)) = path.last_mut() {
            let Some(next) = stuck[*node].on.get(*tried).copied() else {
                seen[*node] = Seen::Done;
                path.pop();
                continue;
            };
            *tried += 1;
            match seen[next] {
                Seen::Done => {}
                Seen::New => {
                    seen[next] = Seen::Path;
                    path.push((next, 0));
                }
                Seen::Path => {
                    let from = path.iter().position(|(node, _)| *node == next)?;
                    return Some(path[from..].iter().map(|(node, _)| *node).collect());
                }
            }
        }
    }
    None
}

fn tell_circle(run: &Run, stuck: &[Stuck], circle: &[usize]) -> Told {
    let name = |n: usize| run.words.task(stuck[n].task);
    let links: Vec<String> = (circle.iter().enumerate())
        .take(LINKS)
        .map(|(n, node)| {
            let next = circle[(n + 1) % circle.len()];
            let holder = match circle.len() {
                1 => "it holds itself".into(),
                _ => format!("{} holds", name(next)),
            };
            match stuck[*node].waited.on {
                Wait::Resource(lock, _) => {
                    format!(
                        "{} waits for {}, which {holder}",
                        name(*node),
                        run.words.resource(lock)
                    )
                }
                _ if circle.len() == 1 => format!("{} awaits its own end", name(*node)),
                _ => format!("{} awaits {}", name(*node), name(next)),
            }
        })
        .collect();
    let rest = match circle.len() > LINKS {
        true => format!("; and so on, back to {}", name(circle[0])),
        false => String::new(),
    };
    let locks = circle.iter().filter_map(|n| match stuck[*n].waited.on {
        Wait::Resource(resource, _) => Some(resource),
        _ => None,
    });
    let resource = locks.clone().next();
    let advice = match (circle.len(), locks.count()) {
        (1, 1) => {
            "Take the lock once and pass the guard on, or let go of it first: it can't be taken twice."
        }
        (_, 2..) => "Let every task take the locks in the same order, or hold only one at a time.",
        (_, 1) => "Let go of the lock before you await a task that needs it.",
        _ => "Let one of them go on without the other's end.",
    };
    Told {
        tasks: circle.to_vec(),
        ended: Vec::new(),
        resource,
        title: match circle.len() {
            1 => "Deadlock: a task waits for itself".into(),
            n => format!("Deadlock: {} wait for each other", count(n, "task")),
        },
        sentence: format!("{}{rest}.", links.join("; ")),
        advice: advice.into(),
    }
}
