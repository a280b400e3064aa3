//! Findings: when they are looked for, and what the reader does with one.

use super::{Effect, State};
use crate::lint::{self, Finding, Kept, Kind, Pace};
use crate::time::Duration;
use crate::trace::Moment;
use crate::web::dom::milliseconds;
use crate::web::exchange::Outgoing;
use crate::web::run::Run;
use crate::web::view::Tab;
use crate::web::view::findings::span_of;

/// Milliseconds that are at least between two looks for what is remarkable about a run that goes on.
const BETWEEN: f64 = 400.0;

/// How findings are looked for in one run.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// How much of the log was read then; none where it is to be looked at again.
    pub(super) read: Option<u64>,
    /// When, in milliseconds.
    when: f64,
    /// Sees to it that looking takes little of the time.
    pace: Pace,
    /// Keeps what is certain though the log has dropped its events.
    kept: Kept,
}

/// A moment on the page's clock.
fn since_page(milliseconds: f64) -> Duration {
    Duration::from_micros((milliseconds.max(0.0) * 1e3) as u64)
}

impl State {
    /// Looks for what is remarkable: now and then while the run goes on, and at its end.
    pub(super) fn look_for_findings(&mut self, now: f64) {
        let Some(run) = &self.run else { return };
        let search = &mut self.search;
        let is_new = search.read != Some(run.model.next_seq());
        let is_due = now - search.when > BETWEEN && search.pace.is_due(since_page(now));
        if !is_new || run.is_growing() && !is_due {
            return;
        }
        let began = milliseconds();
        run.with_log(|log| {
            let found = lint::findings(&run.model, log, &lint::Options::default());
            search.kept.merge(found, log);
        });
        (search.read, search.when) = (Some(run.model.next_seq()), now);
        search
            .pace
            .looked(since_page(began), since_page(milliseconds()));
        self.findings = search.kept.findings().to_vec();
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

    /// Leads to the first finding, from a button that may be far from the list.
    pub(super) fn show_first_finding(&mut self) {
        self.go_to_finding(0);
        self.first_asked += 1;
    }

    /// A finding, and the link to where it begins, so that what it is about is in sight; without one where no link leads
    /// to the run again.
    pub(super) fn copy_finding(&mut self, number: usize) -> Vec<Effect> {
        let (Some(finding), Some(run)) = (self.findings.get(number), &self.run) else {
            return Vec::new();
        };
        let parts = [&finding.title, &finding.sentence, &finding.advice];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let text: String = parts.map(|part| format!("{part}\n")).collect();
        let moment = run.with_log(|log| Moment::at(log, finding.at));
        let wanted = moment.and_then(|moment| self.wanted_at(moment));
        (self.said, self.said_of) = (None, Some(number));
        vec![match wanted {
            Some(_) => self.copy_with_link("finding", text, wanted),
            None => Effect::Send(Outgoing::Copy("finding", text)),
        }]
    }
}
