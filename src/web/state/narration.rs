//! Step by step: the run narrated in sentences, and the reader's way through it.

use super::State;
use super::moment_ref::MomentRef;
use crate::player::PlayerMessage;
use crate::timeline::steps::{Step, Steps, narrate};
use crate::web::message::NarrationMessage;

/// Whether the run is narrated step by step, and its steps.
#[derive(Default)]
pub(crate) struct Narration {
    /// Whether the reader has asked for it.
    pub(crate) is_on: bool,
    steps: Steps,
}

/// The step that is narrated, and its place among all steps.
pub(crate) struct Narrated {
    pub(crate) step: Step,
    /// Counted from one.
    pub(crate) number: usize,
    pub(crate) count: usize,
}

impl Narration {
    /// Forgets the steps of the last run.
    pub(super) fn reset(&mut self) {
        self.steps = Steps::default();
    }
}

impl State {
    pub(super) fn narration_message(&mut self, message: NarrationMessage) {
        match message {
            NarrationMessage::Begin => {
                self.narration.is_on = true;
                self.read_steps();
                match self.playback.player.moment() {
                    Some(_) => self.select_narrated(),
                    None => self.narrate_from_the_start(),
                }
            }
            NarrationMessage::Leave => self.narration.is_on = false,
            NarrationMessage::Next => self.go_to_step(self.narrated_step() + 1),
            NarrationMessage::Back => self.go_to_step(self.narrated_step().saturating_sub(1)),
            NarrationMessage::First => self.go_to_step(0),
        }
    }

    /// Goes to the first step, in a new run if there was none. A run in progress on the virtual clock is completed first.
    pub(super) fn narrate_from_the_start(&mut self) {
        self.next_run.is_due |= self.run.is_none() && self.can_run();
        let first = self.narration.steps.events(0).map_or(0, |(_, last)| last);
        self.playback.requested = Some(MomentRef::Event(first));
        self.go_to_requested();
    }

    /// Reads the steps that are new in the log.
    pub(super) fn read_steps(&mut self) {
        if let Some(run) = self.run.as_ref().filter(|_| self.narration.is_on) {
            let steps = &mut self.narration.steps;
            run.with_log(|log| steps.update(log));
        }
    }

    /// The index of the step at the reader's moment.
    fn narrated_step(&self) -> usize {
        let seq = self.moment().map_or(u64::MAX, |moment| moment.seq);
        self.narration.steps.of_event(seq)
    }

    fn go_to_step(&mut self, step: usize) {
        let step = step.min(self.narration.steps.len().saturating_sub(1));
        if let Some((_, last)) = self.narration.steps.events(step) {
            self.playback.requested = None;
            self.play(PlayerMessage::After(last));
            self.select_narrated();
        }
    }

    /// Selects the task of the step, so that its bar and its line are marked.
    pub(super) fn select_narrated(&mut self) {
        let (Some(narrated), Some(moment)) = (self.narrated(), self.moment()) else {
            return;
        };
        let track = narrated.step.task.zip(self.run.as_ref());
        let track = track.and_then(|(task, run)| run.model.task(task));
        let span = track.and_then(|track| {
            let begun = track.spans.partition_point(|span| span.seq <= moment.seq);
            Some((track.id, begun.checked_sub(1)?))
        });
        self.timeline.cursor.select(span);
    }

    /// The step at the reader's moment; `None` while the run is not narrated, or has no events.
    pub(crate) fn narrated(&self) -> Option<Narrated> {
        let run = self.run.as_ref().filter(|_| self.narration.is_on)?;
        let (steps, number) = (&self.narration.steps, self.narrated_step());
        steps.events(number)?;
        Some(Narrated {
            step: run.with_view(|view| narrate(view, steps, number)),
            number: number + 1,
            count: steps.len(),
        })
    }
}
