//! Describes one event of the log: what has just happened.

use super::thread;
use coroscope_trace::time::human;
use coroscope_trace::track::WokenBy;
use coroscope_trace::{Event, EventKind, Outcome, RunView, TaskId, TaskState, Warning};
use coroscope_wording::{Wording, resource_number, tr, tr_n};

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
        Some(Event { kind, .. }) => event_text(Wording::new(run), kind, seq),
        None => String::new(),
    }
}

fn event_text(wording: Wording<'_>, kind: EventKind, seq: u64) -> String {
    let (run, name) = (wording.run, |id| wording.task(id));
    match kind {
        EventKind::PassBegun { ready, .. } => tr_n!(
            ready as usize,
            "the loop begins a pass over one ready task",
            "the loop begins a pass over {n} ready tasks"
        ),
        EventKind::PassEnded { .. } => tr!("the pass ends").into(),
        EventKind::Hopped => {
            tr!("the loop lets the page paint and continues in a macrotask").into()
        }
        EventKind::TaskSpawned { task, parent, .. } => match parent {
            Some(by) => tr!("{by} spawns {task}", by = name(by), task = name(task)),
            None => tr!("{task} is spawned", task = name(task)),
        },
        EventKind::CallScheduled { call, parent, .. } => match parent {
            Some(by) => tr!("{by} schedules {task}", by = name(by), task = name(call)),
            None => tr!("{task} is scheduled", task = name(call)),
        },
        EventKind::TimeoutSet { task, after, .. } => tr!(
            "{task} sets a time limit of {length}",
            task = name(task),
            length = human(after.get().unwrap_or_default())
        ),
        EventKind::TimeoutExpired { task, .. } => {
            tr!("a time limit of {task} is reached", task = name(task))
        }
        EventKind::TimeoutEnded { task, .. } => {
            tr!(
                "the work of {task} under a time limit ends",
                task = name(task)
            )
        }
        EventKind::TaskNamed { task, name } => {
            tr!("{task} is named {name}", task, name = run.log.text(name))
        }
        EventKind::TaskWoken { task, by } => tr!(
            "{task} is woken {by}",
            task = name(task),
            by = wording.waker_clause(WokenBy::new(by, None), task)
        ),
        EventKind::PollBegun { task } => tr!("{task} runs", task = name(task)),
        EventKind::PollEnded { task } => match is_ready_after(run, task, seq) {
            true => tr!("{task} is ready again", task = name(task)),
            false => tr!("{task} pauses", task = name(task)),
        },
        EventKind::Waits { task, on, .. } => tr!(
            "{task} waits {on}",
            task = name(task),
            on = wording.wait_clause_in_event(on)
        ),
        EventKind::Awaits { task: by, on } => {
            tr!("{by} awaits {task}", by = name(by), task = name(on))
        }
        EventKind::Retrieved { task, by: Some(by) } => tr!(
            "{by} retrieves the result of {task}",
            by = name(by),
            task = name(task)
        ),
        EventKind::Retrieved { task, .. } => {
            tr!("the result of {task} is retrieved", task = name(task))
        }
        EventKind::Unretrieved { task } => {
            tr!("the error of {task} was never retrieved", task = name(task))
        }
        EventKind::CancelRequested { task, by, why } => {
            asked_to_cancel(name(task), by.map(name), run.log.text(why))
        }
        EventKind::CleanupBegun { task } => tr!("{task} cleans up", task = name(task)),
        EventKind::TaskEnded { task, end } => match end {
            Outcome::Done => tr!("{task} is done", task = name(task)),
            Outcome::Failed(error) => tr!(
                "{task} fails: {error}",
                task = name(task),
                error = run.log.text(error)
            ),
            Outcome::Cancelled => tr!("{task} is cancelled", task = name(task)),
        },
        EventKind::ResourceCreated { resource, .. } => {
            let resource = wording.resource_in_event(resource);
            tr!("{resource} is created", resource)
        }
        EventKind::ResourceNamed { resource, name } => tr!(
            "{resource} is named {name}",
            resource = resource_number(resource),
            name = run.log.text(name)
        ),
        EventKind::ResourceChanged {
            resource,
            level,
            takers,
            putters,
        } => {
            let resource = wording.resource_in_event(resource);
            let is_at = tr!("{resource} is at {level}", resource, level);
            and_waiters(is_at, u32::from(takers) + u32::from(putters))
        }
        EventKind::LockHolderChanged {
            resource,
            by,
            waiters,
        } => {
            let lock = wording.resource_in_event(resource);
            let holder = match by {
                Some(task) => tr!("{task} holds {lock}", task = name(task), lock),
                None => tr!("{lock} is free", lock),
            };
            and_waiters(holder, waiters)
        }
        EventKind::Printed { text, .. } => {
            tr!("“{text}” is printed", text = run.log.text(text))
        }
        EventKind::Noted { text, .. } => run.log.text(text).to_owned(),
        EventKind::PointRecorded { series, x, y } => tr!(
            "a point of “{series}” is recorded: {x}, {y}",
            series = run.log.text(series),
            x,
            y
        ),
        EventKind::Uncancelled { task } => {
            tr!(
                "a request to cancel {task} is uncancelled",
                task = name(task)
            )
        }
        EventKind::Deadlocked => {
            tr!("nothing can ever continue: no task is ready, no timer is pending").into()
        }
        EventKind::Called { task, .. } => {
            tr!("{task} enters another coroutine call", task = name(task))
        }
        EventKind::CallbackRan { took, name, .. } => tr!(
            "the callback {name} returns after {took}",
            name = run.log.text(name),
            took = human(took.get().unwrap_or_default())
        ),
        EventKind::ThreadStarted {
            name, is_process, ..
        } => thread::started(run.log.text(name), is_process),
        EventKind::ThreadEnded { thread, end } => thread::ended(run, thread, name(thread), end),
        EventKind::Chosen {
            choice,
            alternative,
        } => tr!(
            "the order differs here from the usual one: {choice}:{alternative} in its schedule",
            choice,
            alternative
        ),
        EventKind::Warned {
            warning, subject, ..
        } => warned(warning, run.log.text(subject)),
    }
}

fn asked_to_cancel(task: String, by: Option<String>, why: &str) -> String {
    match (by, why) {
        (Some(by), "") => tr!("{by} asks {task} to cancel", by, task),
        (Some(by), why) => tr!("{by} asks {task} to cancel: {why}", by, task, why),
        (None, "") => tr!("{task} is asked to cancel", task),
        (None, why) => tr!("{task} is asked to cancel: {why}", task, why),
    }
}

fn warned(warning: Warning, name: &str) -> String {
    match warning {
        Warning::NeverAwaited => tr!("coroutine “{name}” was never awaited", name),
        Warning::GeneratorLeftOpen => tr!("asynchronous generator “{name}” was left open", name),
        Warning::RanOnLoopThread => {
            tr!("“{name}” runs on the loop's own thread and blocks it", name)
        }
        Warning::EndlessTurn => tr!(
            "the running task has not returned to the loop for {time}",
            time = name
        ),
        Warning::TaskNotReferenced => tr!("no reference to task “{name}” was kept", name),
        Warning::DestroyedPending => {
            tr!("task “{name}” was destroyed while it was pending", name)
        }
    }
}

/// Whether a task is ready again after a poll that ended with the event `seq`.
fn is_ready_after(run: RunView<'_>, task: TaskId, seq: u64) -> bool {
    let after = run.model.task(task).and_then(|task| task.span_at_seq(seq));
    after.is_some_and(|span| span.state == TaskState::Ready)
}

/// Adds how many tasks wait for a resource.
fn and_waiters(resource: String, n: u32) -> String {
    match n {
        0 => resource,
        n => tr_n!(
            n as usize,
            "{resource}, one task waits",
            "{resource}, {n} tasks wait",
            resource
        ),
    }
}
