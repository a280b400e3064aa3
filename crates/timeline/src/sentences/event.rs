//! Describes one event of the log: what has just happened.

use coroscope_trace::time::human;
use coroscope_trace::track::WokenBy;
use coroscope_trace::{Event, EventKind, Outcome, RunView, TaskId, TaskState, Warning};
use coroscope_wording::{Wording, count, resource_number};

/// Describes the event with sequence number `seq` in a few words. Empty if the log does not have it.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::describe_event, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let texts: Vec<String> = (0..5).map(|seq| describe_event(run, seq)).collect();
///     assert_eq!(texts[0], "Task-1 is spawned");
///     assert_eq!(texts[2], "Task-1 runs");
///     assert_eq!(texts[3], "Task-1 waits for a timer of 5 ms");
/// });
/// ```
pub fn describe_event(run: RunView<'_>, seq: u64) -> String {
    match run.log.get(seq) {
        Some(Event { kind, .. }) => event_text(Wording::new(run), *kind, seq),
        None => String::new(),
    }
}

fn event_text(wording: Wording<'_>, kind: EventKind, seq: u64) -> String {
    let (run, task) = (wording.run, |id| wording.task(id));
    match kind {
        EventKind::PassBegun { ready, .. } => {
            format!(
                "the loop begins a pass over {}",
                count(ready as usize, "ready task")
            )
        }
        EventKind::PassEnded { .. } => "the pass ends".into(),
        EventKind::Hopped => "the loop lets the page paint and continues in a macrotask".into(),
        EventKind::TaskSpawned {
            task: new,
            parent: Some(parent),
            ..
        } => format!("{} spawns {}", task(parent), task(new)),
        EventKind::TaskSpawned { task: new, .. } => format!("{} is spawned", task(new)),
        EventKind::CallScheduled { call, parent, .. } => match parent {
            Some(parent) => format!("{} schedules {}", task(parent), task(call)),
            None => format!("{} is scheduled", task(call)),
        },
        EventKind::TimeoutSet {
            task: limited,
            after,
            ..
        } => {
            let after = human(after.get().unwrap_or_default());
            format!("{} sets a time limit of {after}", task(limited))
        }
        EventKind::TimeoutExpired { task: limited, .. } => {
            format!("a time limit of {} is reached", task(limited))
        }
        EventKind::TimeoutEnded { task: limited, .. } => {
            format!("the work of {} under a time limit ends", task(limited))
        }
        EventKind::TaskNamed { task: named, name } => {
            format!("{named} is named {}", run.log.text(name))
        }
        EventKind::TaskWoken { task: woken, by } => {
            format!(
                "{} is woken {}",
                task(woken),
                wording.waker_clause(WokenBy::new(by, None), woken)
            )
        }
        EventKind::PollBegun { task: polled } => format!("{} runs", task(polled)),
        EventKind::PollEnded { task: polled } => {
            format!("{} {}", task(polled), after_poll(run, polled, seq))
        }
        EventKind::Waits {
            task: waiting, on, ..
        } => {
            format!(
                "{} waits {}",
                task(waiting),
                wording.wait_clause_in_event(on)
            )
        }
        EventKind::Awaits { task: by, on } => format!("{} awaits {}", task(by), task(on)),
        EventKind::Retrieved {
            task: ended,
            by: Some(by),
        } => format!("{} retrieves the result of {}", task(by), task(ended)),
        EventKind::Retrieved { task: ended, .. } => {
            format!("the result of {} is retrieved", task(ended))
        }
        EventKind::Unretrieved { task: lost } => {
            format!("the error of {} was never retrieved", task(lost))
        }
        EventKind::CancelRequested { task: to, by, why } => {
            let asked = match by {
                Some(by) => format!("{} asks {} to cancel", task(by), task(to)),
                None => format!("{} is asked to cancel", task(to)),
            };
            let why = match run.log.text(why) {
                "" => String::new(),
                why => format!(": {why}"),
            };
            format!("{asked}{why}")
        }
        EventKind::CleanupBegun { task: cleaned } => format!("{} cleans up", task(cleaned)),
        EventKind::TaskEnded { task: ended, end } => match end {
            Outcome::Done => format!("{} is done", task(ended)),
            Outcome::Failed(why) => format!("{} fails: {}", task(ended), run.log.text(why)),
            Outcome::Cancelled => format!("{} is cancelled", task(ended)),
        },
        EventKind::ResourceCreated { resource, .. } => {
            format!("{} is created", wording.resource_in_event(resource))
        }
        EventKind::ResourceNamed { resource, name } => {
            format!(
                "{} is named {}",
                resource_number(resource),
                run.log.text(name)
            )
        }
        EventKind::ResourceChanged {
            resource,
            level,
            takers,
            putters,
        } => format!(
            "{} is at {level}{}",
            wording.resource_in_event(resource),
            waiters(u32::from(takers) + u32::from(putters))
        ),
        EventKind::LockHolderChanged {
            resource,
            by: Some(by),
            waiters: waiting,
        } => {
            let lock = wording.resource_in_event(resource);
            format!("{} holds {lock}{}", task(by), waiters(waiting))
        }
        EventKind::LockHolderChanged {
            resource,
            waiters: waiting,
            ..
        } => format!(
            "{} is free{}",
            wording.resource_in_event(resource),
            waiters(waiting)
        ),
        EventKind::Printed { text, .. } => format!("“{}” is printed", run.log.text(text)),
        EventKind::Noted { text, .. } => run.log.text(text).to_owned(),
        EventKind::PointRecorded { series, x, y } => {
            format!(
                "a point of “{}” is recorded: {x}, {y}",
                run.log.text(series)
            )
        }
        EventKind::Uncancelled { task: to } => {
            format!("a request to cancel {} is uncancelled", task(to))
        }
        EventKind::Deadlocked => {
            "nothing can ever continue: no task is ready, no timer is pending".into()
        }
        EventKind::Called { task: by, .. } => {
            format!("{} enters another coroutine call", task(by))
        }
        EventKind::CallbackRan { took, name, .. } => {
            let name = run.log.text(name);
            let took = took.get().unwrap_or_default();
            format!("the callback {name} returns after {}", human(took))
        }
        EventKind::ThreadStarted { name, .. } => {
            format!("{} starts in a thread", run.log.text(name))
        }
        EventKind::ThreadEnded { thread, end } => match end {
            Outcome::Failed(why) => format!(
                "the thread of {} fails: {}",
                task(thread),
                run.log.text(why)
            ),
            Outcome::Done | Outcome::Cancelled => format!("the thread of {} is done", task(thread)),
        },
        EventKind::Warned {
            warning, subject, ..
        } => {
            let subject = run.log.text(subject);
            match warning {
                Warning::NeverAwaited => format!("coroutine “{subject}” was never awaited"),
                Warning::GeneratorLeftOpen => {
                    format!("asynchronous generator “{subject}” was left open")
                }
                Warning::RanOnLoopThread => {
                    format!("“{subject}” runs on the loop's own thread and blocks it")
                }
                Warning::EndlessTurn => {
                    format!("the running task has not returned to the loop for {subject}")
                }
                Warning::TaskNotReferenced => {
                    format!("no reference to task “{subject}” was kept")
                }
                Warning::DestroyedPending => {
                    format!("task “{subject}” was destroyed while it was pending")
                }
            }
        }
    }
}

/// What a task does after a poll that ended with the event `seq`.
fn after_poll(run: RunView<'_>, task: TaskId, seq: u64) -> &'static str {
    let after = run.model.task(task).and_then(|task| task.span_at_seq(seq));
    match after.map(|span| span.state) {
        Some(TaskState::Ready) => "is ready again",
        _ => "pauses",
    }
}

/// How many tasks wait for a resource, to end a sentence with.
fn waiters(n: u32) -> String {
    match n {
        0 => String::new(),
        1 => ", one task waits".into(),
        n => format!(", {n} tasks wait"),
    }
}
