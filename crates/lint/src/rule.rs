//! The trait of all lint rules.

use super::candidates::{Poll, SpanRange};
use super::context::LintContext;
use super::finding::{Finding, FindingKind};
use coroscope_trace::track::TaskTrack;

/// A lint rule. It is made for one search; it checks candidates, and then it reports.
///
/// The candidates are collected in one pass over the spans of all tasks ([`walk`](super::walk)). Rules about anything else
/// only implement [`report`](Rule::report), and read the model or a part of the log there.
#[allow(
    unused_variables,
    reason = "a rule ignores the candidates of other rules"
)]
pub(super) trait Rule {
    /// The kind of its findings.
    fn kind(&self) -> FindingKind;

    /// Checks a long poll: the thresholds for polls are at most as long. All polls of one task come in sequence.
    fn check_poll(&mut self, cx: &LintContext, task: &TaskTrack, poll: &Poll) {}

    /// Checks consecutive waits of a task for the same kind of thing at one line, at least
    /// [`Options::in_turn`](super::Options::in_turn) of them, and the polls between them.
    fn check_waits(&mut self, cx: &LintContext, task: &TaskTrack, waits: SpanRange) {}

    /// Checks consecutive polls of a task that each only asked for the next, at least
    /// [`Options::spins`](super::Options::spins) of them. `is_over` is false if they may continue.
    fn check_turns(&mut self, cx: &LintContext, task: &TaskTrack, turns: SpanRange, is_over: bool) {
    }

    /// Adds the findings to those of the rules before this one in [`RULES`](super::rules::RULES).
    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>);
}
