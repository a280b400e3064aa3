//! Events for the host page about a run: its findings, each once, and its end.

use super::{Effect, State};
use crate::lint::FindingKind;
use crate::time::Instant;
use crate::trace::TaskId;
use crate::web::events::{ElementEvent, RunTotals};

/// What was emitted already.
#[derive(Debug, Default)]
pub(super) struct Emitted {
    /// The number of the run.
    run: u32,
    ended: bool,
    findings: Vec<(FindingKind, Instant, Option<TaskId>)>,
}

impl State {
    /// The event for the host page that says what is shown now, and the link to it.
    pub(super) fn settings_event(&self, link: String) -> Effect {
        Effect::Emit(ElementEvent::Settings(link, self.title().to_owned()))
    }

    /// Emits events for what is new since the last frame.
    pub(super) fn emit_events(&mut self, effects: &mut Vec<Effect>) {
        let Some(run) = &self.run else { return };
        if self.emitted.run != run.number {
            self.emitted = Emitted {
                run: run.number,
                // A recording is shown, not run.
                ended: run.clock().is_none(),
                findings: Vec::new(),
            };
        }
        for finding in self.search.findings() {
            let key = (finding.kind, finding.at, finding.tasks.first().copied());
            if self.emitted.findings.contains(&key) {
                continue;
            }
            self.emitted.findings.push(key);
            let name = |task: &TaskId| run.with_view(|view| view.task_name(*task).into_owned());
            let names = finding.tasks.iter().map(name).collect();
            effects.push(Effect::Emit(ElementEvent::Finding(finding.clone(), names)));
        }
        if !run.is_growing() && !self.emitted.ended {
            self.emitted.ended = true;
            let found = self.search.findings().len();
            let end = run.end_cause();
            let totals =
                run.with_view(|view| RunTotals::of(self.settings.subject.id(), end, found, view));
            let guidance = &self.guidance;
            let totals = totals.with_success(guidance.is_right(), self.is_solved());
            effects.push(Effect::Emit(ElementEvent::RunEnd(totals)));
        }
    }
}
