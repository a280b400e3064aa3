//! Wait cycles in a [deadlock](super): each task waits for the next, the last for the first.

use crate::stuck::StuckTask;
use crate::{Advice, LintContext};
use coroscope_trace::{ResourceId, WaitReason};
use coroscope_wording::{text, tr, tr_n};

/// How many links of a cycle are named.
const LINKS: usize = 6;

const LOCK_TWICE: Advice = Advice {
    python: text!(
        "Take the lock once, and call inside only what expects it to be held: a task can't take an \
         asyncio.Lock twice. If it should have been released before, use async with."
    ),
    rust: text!(
        "Take the lock once and pass the guard on, or release it first: it can't be taken twice."
    ),
};
const LOCKS: Advice = Advice::both(text!(
    "Let every task take the locks in the same order, or hold only one at a time."
));
const LOCK_AND_TASK: Advice = Advice::both(text!(
    "Release the lock before you await a task that needs it."
));
const TASKS: Advice = Advice::both(text!(
    "Let one of them continue without waiting for the other."
));

/// Finds tasks that form a cycle.
pub(super) fn find(stuck: &[StuckTask]) -> Option<Vec<usize>> {
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
        // The path from the start; for each task, how many of those it waits for were tried.
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

/// The title of the finding.
pub(super) fn title(cycle: &[usize]) -> String {
    tr_n!(
        cycle.len(),
        "a task waits for itself",
        "{n} tasks wait for each other"
    )
}

/// Describes which task waits for which.
pub(super) fn sentence(cx: &LintContext, stuck: &[StuckTask], cycle: &[usize]) -> String {
    let name = |n: usize| cx.names.task(stuck[n].task);
    let mut locks: Vec<(ResourceId, String)> = Vec::new();
    let mut links: Vec<String> = (cycle.iter().enumerate())
        .take(LINKS)
        .map(|(n, node)| {
            let (task, next) = (name(*node), name(cycle[(n + 1) % cycle.len()]));
            match stuck[*node].waited.on {
                WaitReason::Resource(id, _) => {
                    let mut lock = cx.names.resource(id);
                    // Locks without names may have been created in the same line.
                    let is_like = |(other, words): &(_, String)| *other != id && *words == lock;
                    let is_another = locks.iter().any(is_like);
                    locks.push((id, lock.clone()));
                    if is_another {
                        lock = another(cx, id).unwrap_or(lock);
                    }
                    match cycle.len() {
                        1 => tr!("{task} waits for {lock}, which it holds itself", task, lock),
                        _ => tr!(
                            "{task} waits for {lock}, which {other} holds",
                            task,
                            lock,
                            other = next
                        ),
                    }
                }
                _ if cycle.len() == 1 => tr!("{task} awaits its own end", task),
                _ => tr!("{task} awaits {other}", task, other = next),
            }
        })
        .collect();
    if cycle.len() > LINKS {
        links.push(tr!("and so on, back to {task}", task = name(cycle[0])));
    }
    format!("{}.", links.join("; "))
}

/// A lock without a name, if another one was called the same before.
fn another(cx: &LintContext, id: ResourceId) -> Option<String> {
    let track = cx.run.model.resource(id).filter(|it| it.name.is_none())?;
    let place = track.place.and_then(|place| cx.run.place(place));
    Some(match place {
        Some(place) => tr!("another lock created in line {line}", line = place.line),
        None => tr!("another lock").into(),
    })
}

/// The advice for a cycle in which this many waits are for locks.
pub(super) fn advice(cycle: &[usize], locks: usize) -> Advice {
    match (cycle.len(), locks) {
        (1, 1) => LOCK_TWICE,
        (_, 2..) => LOCKS,
        (_, 1) => LOCK_AND_TASK,
        _ => TASKS,
    }
}
