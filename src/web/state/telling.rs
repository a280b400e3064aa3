//! What the page around is told of a run: its findings, each once, and its end.

use super::{Effect, State};
use crate::lint::Kind;
use crate::time::Instant;
use crate::trace::TaskId;
use crate::web::told::{Told, Totals};

/// What was told already.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The run that is told of.
    run: u32,
    over: bool,
    findings: Vec<(Kind, Instant, Option<TaskId>)>,
}

impl State {
    /// Tells what is new since the last frame.
    pub(super) fn tell(&mut self, effects: &mut Vec<Effect>) {
        let Some(run) = &self.run else { return };
        if self.heard.run != run.number {
            self.heard = Heard {
                run: run.number,
                // A recording is shown, not run.
                over: run.clock().is_none(),
                findings: Vec::new(),
            };
        }
        for finding in &self.findings {
            let key = (finding.kind, finding.at, finding.tasks.first().copied());
            if self.heard.findings.contains(&key) {
                continue;
            }
            self.heard.findings.push(key);
            let name =
                |task: &TaskId| run.with_log(|log| run.model.task_name(log, *task).into_owned());
            let names = finding.tasks.iter().map(name).collect();
            effects.push(Effect::Tell(Told::Found(finding.clone(), names)));
        }
        if !run.is_growing() && !self.heard.over {
            self.heard.over = true;
            let found = self.findings.len();
            let end = run.ending();
            let totals =
                run.with_log(|log| Totals::of(self.lesson.id, end, found, &run.model, log));
            effects.push(Effect::Tell(Told::Ended(totals)));
        }
    }
}
