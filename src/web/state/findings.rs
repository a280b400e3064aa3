//! Findings: when they are looked for, and what the reader does with one.

use super::{Effect, State};
use crate::lint::{self, Finding, Kind};
use crate::trace::Moment;
use crate::web::exchange::Outgoing;
use crate::web::run::Run;
use crate::web::view::Tab;
use crate::web::view::findings::span_of;

/// Milliseconds between two looks for what is remarkable about a run that goes on.
const BETWEEN_SEARCHES: f64 = 400.0;

impl State {
    /// Looks for what is remarkable: a few times a second while the run goes on, and at its end.
    pub(super) fn look_for_findings(&mut self, now: f64) {
        // Of what goes on for hours, findings are made from its recording.
        let Some(run) = self.run.as_ref().filter(|run| !run.is_of_page()) else {
            return;
        };
        let (read, when) = self.searched;
        let grown = run.model.next_seq() != read;
        if grown && (!run.is_growing() || now - when > BETWEEN_SEARCHES) {
            self.searched = (run.model.next_seq(), now);
            let options = lint::Options::default();
            self.findings = run.with_log(|log| lint::findings(&run.model, log, &options));
        }
    }

    /// Whether the run goes on, but nothing in it ever can.
    pub(crate) fn is_stuck(&self) -> bool {
        let is_deadlock = |finding: &Finding| finding.kind == Kind::Deadlock;
        let goes_on = self.run.as_ref().is_some_and(Run::is_going_on);
        goes_on && self.findings.iter().any(is_deadlock)
    }

    /// Selects what a finding is about, and shows its time.
    pub(super) fn go_to_finding(&mut self, number: usize) {
        let Some(finding) = self.findings.get(number) else {
            return;
        };
        let (at, until) = (finding.at, finding.until);
        self.cursor.select(span_of(self, finding));
        self.tab = Tab::Findings;
        let end = self.common_end();
        self.sight.reveal(until.min(end), end);
        self.sight.reveal(at, end);
    }

    /// A finding, and the link to its moment where a link leads to the run again.
    pub(super) fn copy_finding(&mut self, number: usize) -> Vec<Effect> {
        let (Some(finding), Some(run)) = (self.findings.get(number), &self.run) else {
            return Vec::new();
        };
        let parts = [&finding.title, &finding.sentence, &finding.advice];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let text: String = parts.map(|part| format!("{part}\n")).collect();
        let moment = run.with_log(|log| Moment::at(log, finding.until));
        let wanted = moment.and_then(|moment| self.wanted_at(moment));
        (self.said, self.said_of) = (None, Some(number));
        vec![match wanted {
            Some(_) => self.copy_with_link("finding", text, wanted),
            None => Effect::Send(Outgoing::Copy("finding", text)),
        }]
    }
}
