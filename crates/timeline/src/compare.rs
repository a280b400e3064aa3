//! Compares two runs by their totals.

use coroscope_trace::time::{Duration, human, ratio};
use coroscope_trace::{Model, Outcome, TaskState};
use coroscope_wording::{tr, tr_n};

/// The totals of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunTotals {
    /// From the first event to the last.
    pub took: Duration,
    /// Time in which a task ran: the sum of all polls.
    pub busy: Duration,
    /// Time in which tasks were ready: the sum over all tasks.
    pub ready: Duration,
    /// Time in which tasks waited: the sum over all tasks.
    pub waiting: Duration,
    /// The longest poll.
    pub longest: Duration,
    /// How many polls there were.
    pub polls: usize,
    /// How many tasks there were.
    pub tasks: usize,
    /// How many of them failed.
    pub failed: usize,
    /// How many of them were cancelled.
    pub cancelled: usize,
}

/// The totals of a run. Visits every span.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::run_totals, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let totals = run_totals(&rt.with_log(Model::of));
/// assert_eq!((totals.took, totals.waiting, totals.polls), (ms(5), ms(5), 2));
/// ```
pub fn run_totals(model: &Model) -> RunTotals {
    let now = model.now();
    let mut totals = RunTotals {
        took: now.elapsed(),
        ..RunTotals::default()
    };
    // Threads don't use the loop.
    for task in model.tasks().iter().filter(|task| !task.is_thread) {
        totals.tasks += 1;
        for span in &task.spans {
            let lasted = span.duration(now);
            match span.state {
                TaskState::Running => {
                    totals.busy += lasted;
                    totals.longest = totals.longest.max(lasted);
                    totals.polls += 1;
                }
                TaskState::Ready => totals.ready += lasted,
                TaskState::Waiting(_) => totals.waiting += lasted,
            }
        }
        match task.end {
            Some((_, Outcome::Failed(_))) => totals.failed += 1,
            Some((_, Outcome::Cancelled)) => totals.cancelled += 1,
            _ => {}
        }
    }
    totals
}

/// One figure of two runs, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is compared.
    pub label: String,
    /// Its value in the first run.
    pub before: String,
    /// Its value in the second run.
    pub after: String,
    /// The second value relative to the first: `3.3 × as long`.
    pub change: String,
}

impl Difference {
    pub(super) fn of_times(label: String, before: Duration, after: Duration) -> Difference {
        Difference {
            label,
            before: human(before),
            after: human(after),
            change: times(before, after),
        }
    }
}

/// Compares two runs; the most important figure comes first.
///
/// # Examples
/// ```
/// use coroscope::time::ms;
/// use coroscope::timeline::{RunTotals, compare};
/// let slow = RunTotals { took: ms(900), ..RunTotals::default() };
/// let fast = RunTotals { took: ms(300), ..RunTotals::default() };
/// assert_eq!(compare(&slow, &fast)[0].change, "3.0 × shorter");
/// assert_eq!(compare(&fast, &slow)[0].change, "3.0 × as long");
/// ```
pub fn compare(before: &RunTotals, after: &RunTotals) -> Vec<Difference> {
    let time = |label: &str, of: fn(&RunTotals) -> Duration| {
        Difference::of_times(label.to_owned(), of(before), of(after))
    };
    let number = |label: &str, of: fn(&RunTotals) -> usize| {
        let (a, b) = (of(before), of(after));
        Difference {
            label: label.to_owned(),
            before: a.to_string(),
            after: b.to_string(),
            change: match b.abs_diff(a) {
                0 => tr!("the same").into(),
                more if b > a => tr_n!(more, "{n} more", "{n} more"),
                fewer => tr_n!(fewer, "{n} fewer", "{n} fewer"),
            },
        }
    };
    vec![
        time(tr!("took"), |totals| totals.took),
        time(tr!("computing"), |totals| totals.busy),
        time(tr!("waiting for their turn"), |totals| totals.ready),
        time(tr!("waiting for something else"), |totals| totals.waiting),
        time(tr!("longest turn"), |totals| totals.longest),
        number(tr!("turns"), |totals| totals.polls),
        number(tr!("tasks"), |totals| totals.tasks),
        number(tr!("failed"), |totals| totals.failed),
        number(tr!("cancelled"), |totals| totals.cancelled),
    ]
}

fn times(a: Duration, b: Duration) -> String {
    if a == b {
        tr!("the same").into()
    } else if a.is_zero() || b.is_zero() {
        String::new()
    } else if b > a {
        tr!("{ratio} × as long", ratio = ratio(b, a))
    } else {
        tr!("{ratio} × shorter", ratio = ratio(a, b))
    }
}
