//! The search for findings: when it takes place, and what the reader can do with a finding.

use super::{AskedFrom, Copied, Effect, Outgoing, State};
use crate::lint::{self, Finding, FindingKind, LiveFindings, Throttle};
use crate::time::Duration;
use crate::trace::{Moment, TaskId};
use crate::web::dom::milliseconds;
use crate::web::message::{FindingMessage, Tab};
use crate::web::run::Run;

/// Minimum number of milliseconds between two searches during a run.
const SEARCH_INTERVAL: f64 = 400.0;

/// The search for findings in one run.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// How much of the log the last search covered; `None` to force a new search.
    read: Option<u64>,
    /// When the last search took place, in milliseconds.
    when: f64,
    /// Limits the share of time that searches take.
    pace: Throttle,
    /// The findings so far, also some whose events the log has dropped.
    found: LiveFindings,
}

impl Search {
    /// The findings so far.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.found.findings()
    }

    /// Forces a new search, because the log has changed other than by growing.
    pub(super) fn repeat(&mut self) {
        self.read = None;
    }
}

/// A moment on the page's clock.
fn since_page(milliseconds: f64) -> Duration {
    Duration::from_micros((milliseconds.max(0.0) * 1e3) as u64)
}

impl State {
    /// Searches for findings: at intervals during the run, and at its end.
    pub(super) fn search_findings(&mut self, now: f64) {
        let Some(run) = &self.run else { return };
        let search = &mut self.search;
        let is_new = search.read != Some(run.model.next_seq());
        let is_due = now - search.when > SEARCH_INTERVAL && search.pace.is_due(since_page(now));
        if !is_new || run.is_growing() && !is_due {
            return;
        }
        let began = milliseconds();
        run.with_view(|view| {
            let found = lint::findings(view, &lint::Options::default());
            search.found.merge(found, view.log);
        });
        (search.read, search.when) = (Some(run.model.next_seq()), now);
        search
            .pace
            .record(since_page(began), since_page(milliseconds()));
    }

    /// Whether the run is in progress, but deadlocked.
    pub(crate) fn is_stuck(&self) -> bool {
        let is_deadlock = |finding: &Finding| finding.kind == FindingKind::DEADLOCK;
        let is_running = self.run.as_ref().is_some_and(Run::is_running);
        is_running && self.search.findings().iter().any(is_deadlock)
    }

    pub(super) fn finding_message(&mut self, message: FindingMessage) -> Vec<Effect> {
        match message {
            FindingMessage::GoTo(number) => self.go_to_finding(number),
            FindingMessage::ShowFirst => self.show_first_finding(),
            FindingMessage::Copy(number) => return self.copy_finding(number),
        }
        Vec::new()
    }

    /// Selects the task of a finding, and shows its time.
    fn go_to_finding(&mut self, number: usize) {
        let Some(finding) = self.search.findings().get(number) else {
            return;
        };
        let (at, until) = (finding.at, finding.until);
        self.timeline.cursor.select(self.span_of(finding));
        self.display.tab = Tab::Findings;
        let end = self.common_end();
        self.timeline.visible_window.reveal(until.min(end), end);
        self.timeline.visible_window.reveal(at, end);
    }

    /// The span that shows a finding.
    fn span_of(&self, finding: &Finding) -> Option<(TaskId, usize)> {
        let task = *finding.tasks.first()?;
        let track = self.run.as_ref()?.model.task(task)?;
        let begun = track.spans.begun_by(finding.at);
        Some((task, begun.saturating_sub(1)))
    }

    /// Shows the first finding, and asks the view to scroll to it.
    fn show_first_finding(&mut self) {
        self.go_to_finding(0);
        self.display.first_finding_requests += 1;
    }

    /// Copies a finding, with a link to its moment if a link can lead to the run.
    fn copy_finding(&mut self, number: usize) -> Vec<Effect> {
        let (Some(finding), Some(run)) = (self.search.findings().get(number), &self.run) else {
            return Vec::new();
        };
        let parts = [&finding.title, &finding.sentence, &finding.advice];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let text: String = parts.map(|part| format!("{part}\n")).collect();
        let moment = run.with_log(|log| Moment::at(log, finding.at));
        let at = moment.and_then(|moment| self.moment_ref(moment));
        (self.saving.feedback, self.saving.from) = (None, AskedFrom::Finding(number));
        vec![match at {
            Some(_) => self.copy_with_link(Copied::Finding, text, at),
            None => Effect::Send(Outgoing::Copy(Copied::Finding, text)),
        }]
    }
}
