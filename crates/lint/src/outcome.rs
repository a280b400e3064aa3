//! What findings say of the outcome of a run, so that runs of the same program can be compared by them.

use super::{Finding, FindingKind};
use coroscope_trace::RunView;

/// Kinds that depend on how long something takes. A search for other orders lets answers take any time, so these come and go
/// without a meaning.
const ABOUT_TIME: [FindingKind; 11] = [
    FindingKind::BLOCKED,
    FindingKind::BLOCKING_CALLBACK,
    FindingKind::ENDLESS_TURN,
    FindingKind::GROWING_QUEUE,
    FindingKind::HEAD_OF_LINE,
    FindingKind::HELD_LOCK,
    FindingKind::IN_TURN,
    FindingKind::LIMITER_AROUND_GATHER,
    FindingKind::NEVER_YIELDED,
    FindingKind::SHORT_TURNS,
    FindingKind::SPINNING,
];

impl FindingKind {
    /// Whether findings of this kind depend on how long something takes.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lint::FindingKind;
    /// assert!(FindingKind::HELD_LOCK.is_about_time());
    /// assert!(!FindingKind::DEADLOCK.is_about_time());
    /// ```
    pub fn is_about_time(self) -> bool {
        ABOUT_TIME.contains(&self)
    }
}

impl Finding {
    /// Its kind and the names of its tasks, as in `unretrieved (worker-1, worker-2)`: the same in runs in which the same
    /// happened at other times.
    pub fn in_short(&self, run: RunView<'_>) -> String {
        self.with_tasks(self.kind.id(), run)
    }

    /// The same with its title, as in `A failure was never seen (mail)`.
    pub fn titled(&self, run: RunView<'_>) -> String {
        self.with_tasks(&self.title, run)
    }

    /// Words, and the names of its tasks in parentheses.
    fn with_tasks(&self, words: &str, run: RunView<'_>) -> String {
        let tasks = self.tasks.iter().map(|task| run.task_name(*task));
        let mut names: Vec<String> = tasks.map(|name| name.into_owned()).collect();
        names.sort_unstable();
        names.dedup();
        match names.is_empty() {
            true => words.to_owned(),
            false => format!("{words} ({})", names.join(", ")),
        }
    }
}

/// The findings of a run that tell outcomes apart, each in the words of a function. Those about time don't.
///
/// # Examples
/// ```
/// use coroscope::explore::Explorer;
/// use coroscope::lint::{Finding, outcome_findings};
/// use coroscope::trace::{Model, RunView};
/// use coroscope::{Error, sleep, spawn, time::ms};
/// // Nobody awaits the second task. Usually it fails before the first one ends; else it ends with the run.
/// let program = || async {
///     drop(spawn(async { sleep(ms(5)).await; Err::<(), _>(Error::msg("refused")) }).named("mail"));
///     sleep(ms(20)).await;
///     Ok(())
/// };
/// let explorer = Explorer::new().findings(|log| {
///     outcome_findings(RunView::new(log, &Model::of(log)), Finding::in_short)
/// });
/// let found = explorer.run(program);
/// let findings = |index: usize| found.outcomes()[index].outcome.findings.concat();
/// assert_eq!([findings(0), findings(1)], ["unretrieved (mail)", "unawaited (mail)"]);
/// ```
pub fn outcome_findings(
    run: RunView<'_>,
    words: impl Fn(&Finding, RunView<'_>) -> String,
) -> Vec<String> {
    let found = super::findings(run, &super::Options::default());
    let found = found.iter().filter(|it| !it.kind.is_about_time());
    let mut found: Vec<String> = found.map(|it| words(it, run)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
