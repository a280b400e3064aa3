//! What a log says, computed from its events alone: when each task was in which state, when the loop was busy, and the
//! levels of resources.

use coroscope_trace::{Delay, EventKind, Log, Op, ResourceId, TaskId, WaitReason};
use std::collections::{BTreeMap, BTreeSet};

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Running,
    Ready,
    Waiting(&'static str),
}

/// A state from one microsecond to another.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub from: u64,
    pub to: u64,
    pub state: State,
    pub cleanup: bool,
}

/// Numbers from one microsecond to another.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub from: u64,
    pub to: u64,
    pub numbers: [u32; 3],
}

#[derive(Debug, Default)]
pub struct Said {
    pub tasks: BTreeMap<TaskId, Vec<Stretch>>,
    /// Which of them are functions in threads.
    pub threads: BTreeSet<TaskId>,
    /// 1 during a pass, the number of ready tasks, the number of timers.
    pub passes: Vec<Held>,
    /// The level, and the numbers of tasks waiting to take and to put.
    pub resources: Vec<(ResourceId, Vec<Held>)>,
    pub end: u64,
}

struct Life {
    from: u64,
    state: State,
    wait: &'static str,
    next_wait: Option<&'static str>,
    woken: bool,
    cleanup: bool,
}

fn wait_name(on: WaitReason) -> &'static str {
    match on {
        WaitReason::Turn => "turn",
        WaitReason::Timer(_) => "timer",
        WaitReason::Io(_)
        | WaitReason::Resource(_, Op::Read | Op::Drain | Op::Accept | Op::WaitClosed) => "io",
        WaitReason::Task(_) | WaitReason::Tasks(_) => "task",
        WaitReason::Resource(_, Op::Get | Op::Put | Op::Join) => "queue",
        WaitReason::Resource(_, Op::Acquire | Op::Wait) => "lock",
        WaitReason::Future => "other",
    }
}

impl Said {
    pub fn of(log: &Log) -> Said {
        let mut said = Said::default();
        let mut lives: BTreeMap<TaskId, Life> = BTreeMap::new();
        for event in log.iter() {
            let at = event.at.as_micros();
            said.end = said.end.max(at);
            let mut enter = |task: TaskId, to: &dyn Fn(&mut Life) -> Option<State>| {
                let life = lives.entry(task).or_insert(Life {
                    from: at,
                    state: State::Ready,
                    wait: "other",
                    next_wait: None,
                    woken: false,
                    cleanup: false,
                });
                let (from, state, cleanup) = (life.from, life.state, life.cleanup);
                if let Some(next) = to(life) {
                    said.tasks.entry(task).or_default().push(Stretch {
                        from,
                        to: at,
                        state,
                        cleanup,
                    });
                    (life.from, life.state) = (at, next);
                }
            };
            match event.kind {
                EventKind::TaskSpawned { task, .. } => enter(task, &|_| None),
                EventKind::CallScheduled { call, after, .. } => enter(call, &|_| {
                    (after != Delay::UNKNOWN).then_some(State::Waiting("timer"))
                }),
                EventKind::ThreadStarted { thread, .. } => {
                    enter(thread, &|_| Some(State::Running));
                    said.threads.insert(thread);
                }
                EventKind::TaskWoken { task, .. } => enter(task, &|life| match life.state {
                    State::Waiting(_) => Some(State::Ready),
                    State::Running => {
                        life.woken = true;
                        None
                    }
                    State::Ready => None,
                }),
                EventKind::PollBegun { task } => enter(task, &|life| {
                    (life.woken, life.next_wait) = (false, None);
                    Some(State::Running)
                }),
                EventKind::CleanupBegun { task } => enter(task, &|life| {
                    (life.cleanup, life.next_wait) = (true, None);
                    Some(State::Running)
                }),
                EventKind::Waits { task, on, .. } => enter(task, &|life| {
                    life.next_wait = Some(wait_name(on));
                    None
                }),
                EventKind::PollEnded { task } => enter(task, &|life| {
                    life.wait = life.next_wait.take().unwrap_or(life.wait);
                    Some(match life.woken {
                        true => State::Ready,
                        false => State::Waiting(life.wait),
                    })
                }),
                EventKind::TaskEnded { task, .. } | EventKind::ThreadEnded { thread: task, .. } => {
                    enter(task, &|life| Some(life.state));
                    lives.remove(&task);
                }
                EventKind::PassBegun { ready, timers } => {
                    hold(&mut said.passes, at, [1, ready, timers])
                }
                EventKind::PassEnded { ready, timers, .. } => {
                    hold(&mut said.passes, at, [0, ready, timers]);
                }
                EventKind::ResourceChanged {
                    resource,
                    level,
                    takers,
                    putters,
                } => {
                    let numbers = [level, takers.into(), putters.into()];
                    hold(said.resource(resource), at, numbers);
                }
                EventKind::LockHolderChanged {
                    resource,
                    by,
                    waiters,
                } => {
                    let numbers = [by.is_some().into(), waiters.min(u16::MAX.into()), 0];
                    hold(said.resource(resource), at, numbers);
                }
                EventKind::ResourceCreated { resource, .. } => drop(said.resource(resource)),
                _ => {}
            }
        }
        let end = said.end;
        for (task, life) in lives {
            said.tasks.entry(task).or_default().push(Stretch {
                from: life.from,
                to: end,
                state: life.state,
                cleanup: life.cleanup,
            });
        }
        let held = said.resources.iter_mut().map(|(_, held)| held);
        for held in held.chain([&mut said.passes]) {
            if let Some(last) = held.last_mut() {
                last.to = end;
            }
        }
        said
    }

    fn resource(&mut self, id: ResourceId) -> &mut Vec<Held> {
        let place = self.resources.iter().position(|(known, _)| *known == id);
        let place = place.unwrap_or_else(|| {
            self.resources.push((id, Vec::new()));
            self.resources.len() - 1
        });
        &mut self.resources[place].1
    }
}

fn hold(held: &mut Vec<Held>, at: u64, numbers: [u32; 3]) {
    if let Some(last) = held.last_mut() {
        last.to = at;
    }
    held.push(Held {
        from: at,
        to: at,
        numbers,
    });
}
