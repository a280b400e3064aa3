//! A circle of tasks in a [deadlock](super::deadlock), each of which waits for the next.

use super::stuck::Stuck;
use super::words::count;
use super::{Advice, Run};
use crate::trace::{ResourceId, WaitReason};

/// How many links of a circle are named.
const LINKS: usize = 6;

const LOCK_TWICE: Advice = Advice {
    python: "Take the lock once, and call inside only what expects it to be held: a task can't take an \
             asyncio.Lock twice. If it should have been released before, use async with.",
    rust: "Take the lock once and pass the guard on, or let go of it first: it can't be taken twice.",
};
const LOCKS: Advice =
    Advice::both("Let every task take the locks in the same order, or hold only one at a time.");
const LOCK_AND_TASK: Advice =
    Advice::both("Let go of the lock before you await a task that needs it.");
const TASKS: Advice = Advice::both("Let one of them go on without the other's end.");

/// Tasks each of which waits for the next, and the last for the first.
pub(super) fn find(stuck: &[Stuck]) -> Option<Vec<usize>> {
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

/// A few words about it.
pub(super) fn title(circle: &[usize]) -> String {
    match circle.len() {
        1 => "a task waits for itself".into(),
        n => format!("{} wait for each other", count(n, "task")),
    }
}

/// Who waits for whom.
pub(super) fn sentence(run: &Run, stuck: &[Stuck], circle: &[usize]) -> String {
    let name = |n: usize| run.words.task(stuck[n].task);
    let mut locks: Vec<(ResourceId, String)> = Vec::new();
    let links: Vec<String> = (circle.iter().enumerate())
        .take(LINKS)
        .map(|(n, node)| {
            let next = circle[(n + 1) % circle.len()];
            let holder = match circle.len() {
                1 => "it holds itself".into(),
                _ => format!("{} holds", name(next)),
            };
            match stuck[*node].waited.on {
                WaitReason::Resource(id, _) => {
                    let mut lock = run.words.resource(id);
                    // Locks without names may have been made in the same line.
                    let is_like = |(other, words): &(_, String)| *other != id && *words == lock;
                    let is_another = locks.iter().any(is_like);
                    locks.push((id, lock.clone()));
                    if let (true, Some(rest)) = (is_another, lock.strip_prefix("the ")) {
                        lock = format!("another {rest}");
                    }
                    format!("{} waits for {lock}, which {holder}", name(*node))
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
    format!("{}{rest}.", links.join("; "))
}

/// What would help, where the waits of the circle are for this many locks.
pub(super) fn advice(circle: &[usize], locks: usize) -> Advice {
    match (circle.len(), locks) {
        (1, 1) => LOCK_TWICE,
        (_, 2..) => LOCKS,
        (_, 1) => LOCK_AND_TASK,
        _ => TASKS,
    }
}
