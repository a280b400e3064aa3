//! The first moment at which two runs of a program went different ways, and why, in a sentence.

use coroscope_trace::time::{Duration, human, ms};
use coroscope_trace::track::{Span, TaskTrack};
use coroscope_trace::{EventKind, RunView, TaskId, WaitReason};
use coroscope_wording::{Wording, tr};

/// Where two runs of a program went different ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderDifference {
    /// What happened in the second run, compared with the first.
    pub sentence: String,
    /// The first different event in both runs: its sequence number, and its task.
    pub events: [(u64, Option<TaskId>); 2],
}

/// Shorter than this, a delay only changes an order.
const A_MOMENT: Duration = ms(1);

/// The first difference between a usual run and one in another order, of the same program. `None` if there is none, or if
/// the beginning of a log was dropped.
///
/// # Examples
/// ```
/// use coroscope::explore::Explorer;
/// use coroscope::{gather, print, sleep, spawn, time::ms};
/// use coroscope::timeline::order_difference;
/// use coroscope::trace::{Model, RunView};
/// let program = || async {
///     let nap = |name: &'static str, n| {
///         spawn(async move { sleep(ms(n)).await; print(name); Ok(()) }).named(name)
///     };
///     gather([nap("short", 10), nap("long", 30)]).await
/// };
/// let run = |schedule: &str| Explorer::new().replay(program, &schedule.parse().unwrap()).1;
/// let (usual, other) = (run("0"), run("0:1"));
/// let difference = usual.with_log(|a| other.with_log(|b| {
///     order_difference(RunView::new(a, &Model::of(a)), RunView::new(b, &Model::of(b)))
/// }));
/// assert_eq!(
///     difference.unwrap().sentence,
///     "When the timer of “short” takes 20 ms longer, “long” continues before “short”."
/// );
/// ```
pub fn order_difference(usual: RunView<'_>, other: RunView<'_>) -> Option<OrderDifference> {
    if usual.log.dropped() > 0 || other.log.dropped() > 0 {
        return None;
    }
    let pairs = usual.log.iter().zip(other.log.iter());
    let same = pairs.take_while(|(a, b)| a == b).count();
    if same == usual.log.len() && same == other.log.len() {
        return None;
    }
    let [before, after] = [usual, other].map(|run| Step::after(run, same));
    let cause = cause(&before, &after);
    let effect = match (before.task, after.task) {
        _ if after.expires_only_here(&before) => after.expiry(before.task),
        (Some(a), Some(b)) if a.id != b.id => Some(tr!(
            "“{second}” continues before “{first}”",
            first = before.name(a),
            second = after.name(b)
        )),
        _ => None,
    };
    let printed = printed(usual, other);
    let sentence = match (cause, effect.or(printed.clone())) {
        (Some(cause), Some(effect)) => tr!("When {cause}, {effect}.", cause, effect),
        (Some(cause), None) => tr!("The difference: {cause}.", cause),
        (None, Some(effect)) => tr!("In this order, {effect}.", effect),
        (None, None) => tr!("From here on, the runs differ.").to_owned(),
    };
    let sentence = match printed.filter(|words| !sentence.contains(words)) {
        Some(words) => tr!("{sentence} Then {words}.", sentence, words),
        None => sentence,
    };
    Some(OrderDifference {
        sentence,
        events: [before, after].map(|step| (step.seq, step.task.map(|task| task.id))),
    })
}

/// What a run does where it begins to differ.
struct Step<'a> {
    run: RunView<'a>,
    /// The event.
    seq: u64,
    /// The task that continues next.
    task: Option<&'a TaskTrack>,
    /// The task that is cancelled first, if that comes before.
    cancelled: Option<&'a TaskTrack>,
    /// The task whose timeout expires, if that is why it is cancelled or continues.
    expired: Option<&'a TaskTrack>,
}

impl<'a> Step<'a> {
    /// The step after this number of events.
    fn after(run: RunView<'a>, events: usize) -> Step<'a> {
        let (mut task, mut cancelled, mut seq) = (None::<&TaskTrack>, None, events as u64);
        let mut expired = None;
        for (n, event) in run.log.iter().enumerate().skip(events) {
            match (event.kind, task) {
                // A task can notice that only in its turn.
                (EventKind::TimeoutExpired { task: id, .. }, woken)
                    if woken.is_none_or(|woken| woken.id == id) =>
                {
                    expired = expired.or(run.model.task(id));
                }
                (EventKind::CancelRequested { task: id, .. }, None) if cancelled.is_none() => {
                    cancelled = run.model.task(id);
                }
                (EventKind::TaskWoken { task: id, .. }, None) => {
                    (task, seq) = (run.model.task(id), n as u64);
                }
                (EventKind::PollEnded { task: id }, Some(woken)) if woken.id == id => break,
                (EventKind::TaskEnded { task: id, .. }, Some(woken)) if woken.id == id => break,
                _ => {}
            }
        }
        Step {
            run,
            seq: seq.min((run.log.len() as u64).saturating_sub(1)),
            task,
            cancelled,
            expired,
        }
    }

    /// Whether a timeout expires here that does not in the other run.
    fn expires_only_here(&self, other: &Step<'_>) -> bool {
        let is_same = |task: &TaskTrack| other.expired.is_some_and(|it| it.id == task.id);
        self.expired.is_some_and(|task| !is_same(task))
    }

    /// That a timeout expires, and before which other task continues.
    fn expiry(&self, other: Option<&TaskTrack>) -> Option<String> {
        let task = self.expired?;
        let name = self.name(task);
        Some(match other.filter(|other| other.id != task.id) {
            Some(other) => tr!(
                "the timeout of “{name}” expires before “{other}” continues",
                name,
                other = self.name(other)
            ),
            None => tr!("the timeout of “{name}” expires", name),
        })
    }

    fn name(&self, task: &TaskTrack) -> String {
        self.run.task_name(task.id).into_owned()
    }

    /// The wait of a task that is not over yet at this step.
    fn wait(&self, task: TaskId, from: &Span) -> Option<Span> {
        let spans = &self.run.model.task(task)?.spans;
        let found = spans.get(spans.partition_point(|span| span.seq < from.seq))?;
        (found.seq == from.seq).then_some(found)
    }
}

/// What is different outside of the program: an answer or a timer that comes later or sooner, or a cancellation.
fn cause(before: &Step<'_>, after: &Step<'_>) -> Option<String> {
    if let (None, Some(task), None) = (before.cancelled, after.cancelled, after.expired) {
        return Some(tr!("“{task}” is cancelled", task = after.name(task)));
    }
    if before.expires_only_here(after)
        && before.expired.map(|it| it.id) == before.task.map(|it| it.id)
    {
        // The wait that it ends is not over later: it may have another end.
        let name = before.name(before.task?);
        return Some(tr!("the timeout of “{name}” takes longer", name));
    }
    let delayed = before.task.and_then(|task| {
        let (wait, usual, other) = both_ends(before, after, task, before.seq)?;
        (other > usual).then(|| (wait, other - usual))
    });
    if let Some((wait, by)) = delayed {
        return Some(match by < A_MOMENT {
            true => tr!("{wait} takes a moment longer", wait),
            false => tr!("{wait} takes {by} longer", wait, by = human(by)),
        });
    }
    let sooner = after.task.and_then(|task| {
        let (wait, usual, other) = both_ends(before, after, task, after.seq)?;
        (other < usual).then(|| (wait, usual - other))
    });
    if let Some((wait, by)) = sooner {
        return Some(match by < A_MOMENT {
            true => tr!("{wait} takes a moment less", wait),
            false => tr!("{wait} takes {by} less", wait, by = human(by)),
        });
    }
    let (a, b) = (before.task?, after.task?);
    (a.id != b.id).then(|| {
        tr!(
            "the timers of “{first}” and “{second}”, which are due together, fire in the other order",
            first = before.name(a),
            second = after.name(b)
        )
    })
}

/// The wait of a task that both runs began in the same way: what it is for, and when it ended in each.
fn both_ends(
    before: &Step<'_>,
    after: &Step<'_>,
    task: &TaskTrack,
    seq: u64,
) -> Option<(String, Duration, Duration)> {
    let begun = task.spans.partition_point(|span| span.seq < seq);
    let mut spans = (0..begun).rev().filter_map(|n| task.spans.get(n));
    let wait = spans.find(|span| span.state.is_waiting())?;
    let [usual, other] = [before, after].map(|step| {
        let end = step.wait(task.id, &wait).and_then(|span| span.to);
        end.unwrap_or(step.run.model.now()).elapsed()
    });
    let name = before.name(task);
    let words = match wait.waited?.on {
        WaitReason::Timer(_) => tr!("the timer of “{name}”", name),
        WaitReason::Io(what) => tr!(
            "the answer to “{what}” for “{name}”",
            what = before.run.log.text(what),
            name
        ),
        on => tr!(
            "the wait of “{name}” {clause}",
            name,
            clause = Wording::new(before.run).wait_clause(Some(on))
        ),
    };
    Some((words, usual, other))
}

/// The first line that only the second run printed, with what the same task printed in the first.
fn printed(usual: RunView<'_>, other: RunView<'_>) -> Option<String> {
    let lines = |run: RunView<'_>, task: Option<TaskId>| -> Vec<String> {
        let all = run.model.printed.iter().filter(|line| line.task == task);
        all.map(|line| run.log.text(line.text).to_owned()).collect()
    };
    other.model.printed.iter().find_map(|line| {
        let (before, after) = (lines(usual, line.task), lines(other, line.task));
        let n = before.iter().zip(&after).take_while(|(a, b)| a == b);
        let n = n.count();
        let new = after.get(n)?;
        let who = match line.task {
            Some(task) => tr!("“{name}”", name = other.task_name(task)),
            None => return None,
        };
        Some(match before.get(n) {
            Some(old) => tr!("{who} prints “{new}” instead of “{old}”", who, new, old),
            None => tr!("{who} prints “{new}”", who, new),
        })
    })
}
