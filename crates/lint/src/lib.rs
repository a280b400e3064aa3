//! Findings: problems in a run, in plain words, with the tasks and lines they are about.
//!
//! Findings are computed from the log alone, so a saved run has the same ones. Each rule is a file in `src/rules`; its
//! first lines say what it looks for and when it is silent. A rule that can't be certain is silent: readers who get false
//! warnings stop reading them.

mod candidates;
mod context;
mod finding;
mod groups;
mod holders;
mod language;
mod ledger;
mod live_findings;
mod messages;
mod noise;
mod options;
mod outcome;
mod polls;
mod requests;
mod roots;
mod rule;
mod rules;
mod stuck;
mod victims;
mod walk;

pub use finding::{Finding, FindingKind};
pub use live_findings::{LiveFindings, Throttle};
pub use messages::message_page;
pub use options::Options;
pub use outcome::outcome_findings;

use context::LintContext;
use coroscope_trace::RunView;
use language::{Advice, Language};
use rule::Rule;

/// The findings of a run: deadlocks first, then in the order in which they began.
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
///     assert_eq!(found[0].kind, FindingKind::DEADLOCK);
///     assert_eq!(found[0].sentence, "Task-1 waits for “doors”, but no task is left that could set it.");
/// });
/// ```
pub fn findings(run: RunView<'_>, options: &Options) -> Vec<Finding> {
    let cx = LintContext::new(run, options);
    let mut rules: Vec<Box<dyn Rule>> = rules::RULES.iter().map(|make| make()).collect();
    walk::show_candidates(&cx, &mut rules);
    let mut found = Vec::new();
    for rule in rules {
        rule.report(&cx, &mut found);
    }
    for finding in &mut found {
        finding.until = finding.until.max(finding.at);
        // A sentence may also begin with the name of a task, which keeps its case.
        if finding.sentence.starts_with("the ") {
            finding.sentence.replace_range(..1, "T");
        }
    }
    finding::sort(&mut found);
    found
}
