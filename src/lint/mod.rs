//! Findings: problems in a run, in plain words, with the tasks and lines they are about.
//!
//! Findings are computed from the log alone, so a saved run has the same ones. Each rule is a file; its first lines say
//! what it looks for and when it is silent. A rule that can't be certain is silent: readers who get false warnings stop
//! reading them.
//!
//! | rule | says |
//! |---|---|
//! | [`FindingKind::Deadlock`] | no task can ever continue |
//! | [`FindingKind::EndlessTurn`] | a task has not returned to the loop for a long time |
//! | [`FindingKind::Unretrieved`] | a task failed, and its error was never retrieved |
//! | [`FindingKind::NeverAwaited`] | a coroutine was called and never awaited, so it did nothing |
//! | [`FindingKind::ItemLost`] | a task took an item from a queue and was cancelled before it was done with it |
//! | [`FindingKind::NeverReleased`] | a lock, permit or connection was never released |
//! | [`FindingKind::DestroyedPending`] | a task was destroyed while it was pending |
//! | [`FindingKind::RefusedCancel`] | a task was asked to cancel and continued |
//! | [`FindingKind::LeftRunning`] | `gather` failed, and its other tasks continued although nothing awaited them |
//! | [`FindingKind::CancelledIndirectly`] | a task ended as cancelled because another task that it awaited was cancelled |
//! | [`FindingKind::StuckUntilTimeout`] | no task could continue until a timeout ended the wait |
//! | [`FindingKind::Unawaited`] | a task ended and was never awaited |
//! | [`FindingKind::Blocked`] | one poll took so long that other tasks had to wait |
//! | [`FindingKind::BlockingCallback`] | a callback of the loop took so long that tasks had to wait |
//! | [`FindingKind::RanOnLoopThread`] | a function meant for a thread ran on the loop's own thread |
//! | [`FindingKind::ShortTurns`] | many short polls in a row delayed a ready task for long |
//! | [`FindingKind::NeverYielded`] | a task did all its work in one poll, while other tasks were ready |
//! | [`FindingKind::Spinning`] | a task woke itself repeatedly and did nothing else |
//! | [`FindingKind::InTurn`] | waits that could have run concurrently came one after the other |
//! | [`FindingKind::HeadOfLine`] | items waited in a queue behind a slow one, because a single task takes them |
//! | [`FindingKind::LimiterAroundGather`] | a semaphore was acquired around `gather`, so it limits nothing inside |
//! | [`FindingKind::GrowingQueue`] | an unbounded queue grew faster than it was emptied |
//! | [`FindingKind::HeldLock`] | a lock was held during a long wait, while other tasks waited for it |
//! | [`FindingKind::GeneratorLeftOpen`] | an asynchronous generator was abandoned before its end and not closed |

mod blocked;
mod callbacks;
mod cancelled_indirectly;
mod cycle;
mod deadlock;
mod endless;
mod finding;
mod groups;
mod growing;
mod head_of_line;
mod held_lock;
mod holders;
mod in_turn;
mod item_lost;
mod language;
mod ledger;
mod left_running;
mod limiter;
mod live_findings;
mod messages;
mod names;
mod never_released;
mod never_yielded;
mod noise;
mod not_returned;
mod options;
mod partial_deadlock;
mod polls;
mod refused_cancel;
mod requests;
mod short_turns;
mod spinning;
mod steps;
mod stuck;
mod timeout_spent_waiting;
mod unawaited;
mod unmet_cause;
mod unmet_wait;
mod unretrieved;
mod until_timeout;
mod victims;
mod walk;
mod warnings;

pub use finding::{Finding, FindingKind};
pub use live_findings::{LiveFindings, Throttle};
pub use messages::message_page;
pub use options::Options;

use crate::trace::RunView;
use language::{Advice, Language};
use names::Names;
use requests::Roots;

/// The findings of a run, in the order in which they began.
///
/// Takes time proportional to the number of events. During a run, [`Throttle`] says when to search again, and
/// [`LiveFindings`] keeps the results. Reports only what can't change: a task that is not awaited yet is no finding,
/// because it may be awaited later.
///
/// # Examples
/// ```
/// use coroscope::lint::{FindingKind, Options, findings};
/// use coroscope::{Event, Runtime, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let stuck = rt.block_on(async {
///     let doors = Event::new().named("doors");
///     doors.wait().await;
///     Ok(())
/// });
/// assert!(stuck.is_err());
/// rt.with_log(|log| {
///     let found = findings(RunView::new(log, &Model::of(log)), &Options::default());
///     assert_eq!(found[0].kind, FindingKind::Deadlock);
///     assert_eq!(found[0].sentence, "Task-1 waits for “doors”, but no task is left that could set it.");
/// });
/// ```
pub fn findings(run: RunView<'_>, options: &Options) -> Vec<Finding> {
    let language = Language::of(run.log);
    let cx = LintContext {
        run,
        options,
        language,
        roots: Roots::of(run.model),
        names: Names { run, language },
    };
    let mut found = Vec::new();
    polls::find(&cx, &mut found);
    walk::find(&cx, &mut found);
    unawaited::find(&cx, &mut found);
    unretrieved::find(&cx, &mut found);
    deadlock::find(&cx, &mut found);
    growing::find(&cx, &mut found);
    held_lock::find(&cx, &mut found);
    endless::find(&cx, &mut found);
    warnings::find(&cx, &mut found);
    refused_cancel::find(&cx, &mut found);
    left_running::find(&cx, &mut found);
    cancelled_indirectly::find(&cx, &mut found);
    item_lost::find(&cx, &mut found);
    until_timeout::find(&cx, &mut found);
    timeout_spent_waiting::find(&cx, &mut found);
    never_released::find(&cx, &mut found);
    callbacks::find(&cx, &mut found);
    short_turns::find(&cx, &mut found);
    head_of_line::find(&cx, &mut found);
    limiter::find(&cx, &mut found);
    for finding in &mut found {
        finding.until = finding.until.max(finding.at);
        // A sentence may also begin with the name of a task, which keeps its case.
        if finding.sentence.starts_with("the ") {
            finding.sentence.replace_range(..1, "T");
        }
    }
    found.sort_by_key(|finding| (finding.at, finding.kind));
    found
}

/// The input of every rule.
struct LintContext<'a> {
    run: RunView<'a>,
    options: &'a Options,
    language: Language,
    roots: Roots,
    names: Names<'a>,
}

impl LintContext<'_> {
    /// The advice in the terms of the program's language.
    fn advice(&self, advice: Advice) -> String {
        advice.text(self.language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::FindingKind;

    #[test]
    fn the_table_above_has_every_kind_with_its_first_sentence() {
        let (table, kinds) = (include_str!("mod.rs"), include_str!("finding.rs"));
        let mut lines = table
            .lines()
            .filter(|line| line.starts_with("//! | [`FindingKind::"));
        for kind in FindingKind::ALL {
            let variant = format!("    {kind:?},");
            let before = kinds.lines().take_while(|line| *line != variant).last();
            let says = before
                .unwrap()
                .trim()
                .trim_start_matches("/// ")
                .trim_end_matches('.');
            let row = format!("//! | [`FindingKind::{kind:?}`] | {says} |");
            let line = lines.next().unwrap_or_default();
            assert!(line.eq_ignore_ascii_case(&row), "{line}\nshould be\n{row}");
        }
        assert_eq!(lines.next(), None);
    }
}
