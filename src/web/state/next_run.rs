//! Runs: when the next one starts, and how.

use super::earlier::Earlier;
use super::moment_ref::MomentRef;
use super::settings::Snapshot;
use super::{Effect, State};
use crate::web::events::ElementEvent;
use crate::web::message::RunMessage;
use crate::web::net::Resolve;
use crate::web::reader_script::Program;
use crate::web::reader_script::order_search::ScriptOrder;
use crate::web::reader_script::script_run::ScriptRun;
use crate::web::run::{Clock, Run};
use crate::web::subject::Subject;
use coroscope_explore::Strategy;

/// When the next run starts, and how.
pub(crate) struct NextRun {
    /// Whether it starts in the next frame.
    pub(super) is_due: bool,
    /// Whether the reader or the page asked for it, or it starts by `autoplay`.
    is_asked: bool,
    /// Whether it pauses after its first pass.
    pub(super) starts_paused: bool,
    /// Whether a run starts at once, and after each change of the settings.
    pub(super) autoplay: bool,
    /// How many runs there were.
    pub(super) count: u32,
    /// The settings of the last run; `None` before the first.
    pub(super) started_with: Option<Snapshot>,
    /// Resolves the addresses that lessons fetch.
    resolve: Resolve,
}

impl NextRun {
    pub(super) fn new(resolve: Resolve) -> NextRun {
        NextRun {
            is_due: false,
            is_asked: false,
            starts_paused: false,
            autoplay: false,
            count: 0,
            started_with: None,
            resolve,
        }
    }
}

impl State {
    /// Whether a run starts in the next frame.
    pub(crate) fn is_about_to_run(&self) -> bool {
        self.next_run.is_due
    }

    pub(super) fn run_message(&mut self, message: RunMessage) -> Vec<Effect> {
        match message {
            RunMessage::Start => {
                self.next_run.is_due = self.can_run();
                self.next_run.is_asked = true;
            }
            RunMessage::Step => self.step(),
            RunMessage::Stop => {
                self.next_run.is_due = false;
                self.comparison.interrupt();
                if let Some(run) = self.run.as_mut().filter(|run| run.is_running()) {
                    run.stop();
                }
            }
            RunMessage::Ended(number) => {
                if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
                    run.end();
                }
            }
            RunMessage::Keep => self.keep_run(),
            RunMessage::CompareWithBefore => self.compare_with_before(),
            RunMessage::ShowBoth => return self.show_both(),
            RunMessage::DiscardEarlier => self.earlier = None,
        }
        Vec::new()
    }

    /// Keeps the last run for comparison, and runs again.
    fn keep_run(&mut self) {
        if self.can_run() && self.run.as_ref().is_some_and(|run| !run.is_growing()) {
            self.earlier = self.take_run().map(|earlier| Earlier {
                is_kept: true,
                ..earlier
            });
            self.next_run.is_due = true;
        }
    }

    /// Runs one pass of the loop, in a new run if none is in progress.
    fn step(&mut self) {
        let can_step = self.can_step();
        match self.run.as_mut().filter(|run| run.can_pause()) {
            Some(run) => run.step(),
            None => {
                (self.next_run.is_due, self.next_run.starts_paused) = (can_step, can_step);
            }
        }
    }

    /// Whether a pass of the loop can be run, in the current run or in a new one.
    pub(crate) fn can_step(&self) -> bool {
        let is_running = self.run.as_ref().is_some_and(Run::can_pause);
        let is_virtual = self.settings.clock() == Clock::Virtual;
        is_running || (is_virtual && !self.is_script() && self.can_run())
    }

    /// Whether the settings or the script have changed since the last run.
    pub(crate) fn is_changed(&self) -> bool {
        let Some(run) = self.run.as_ref().filter(|_| self.can_run()) else {
            return false;
        };
        let started_with = self.next_run.started_with.as_ref();
        let others = started_with.is_some_and(|it| !self.settings.are(it));
        let another = |script: &ScriptRun| script.files() != self.script_files();
        others || run.script_run().is_some_and(another)
    }

    /// After a change of a setting, runs again at once if that needs no time: on the virtual clock, when there was a run
    /// before. So the picture never belongs to other settings than those that are shown.
    pub(super) fn run_again_if_virtual(&mut self) {
        let is_lesson = !self.is_script() && self.can_run();
        let has_run = self.run.as_ref().filter(|run| !run.is_recording());
        if let Some(run) = has_run.filter(|_| is_lesson && self.settings.clock() == Clock::Virtual)
        {
            self.next_run.starts_paused = run.paused && run.can_pause();
            self.next_run.is_due = true;
        }
    }

    /// Starts a run if one is due.
    pub(super) fn start_due_run(&mut self, effects: &mut Vec<Effect>) {
        if self.script.is_arriving || !core::mem::take(&mut self.next_run.is_due) {
            return;
        }
        let subject = self.settings.subject;
        if subject.is_recording() {
            return;
        }
        // The old run and its tasks are dropped before the new one starts.
        self.put_run_aside();
        self.saving.feedback = None;
        self.reset_exploration();
        let next = &mut self.next_run;
        next.count += 1;
        next.started_with = Some(self.settings.snapshot());
        let is_paused = core::mem::take(&mut next.starts_paused);
        let is_asked = core::mem::take(&mut next.is_asked) || !next.autoplay;
        if self.narration.is_on && !is_paused {
            self.playback.requested.get_or_insert(MomentRef::Event(0));
        }
        let next = &mut self.next_run;
        let (number, clock) = (next.count, self.settings.clock());
        self.guidance.begin_run();
        effects.push(Effect::Emit(ElementEvent::RunStart(subject.id())));
        match subject {
            Subject::Script => {
                let program = Program {
                    files: self.script_files().clone(),
                    input: self.input().to_owned(),
                };
                let order = self.settings.schedule().map(|schedule| ScriptOrder {
                    strategy: Strategy::Follow(schedule.clone()),
                    sleeps: self.settings.sleeps(),
                });
                effects.push(Effect::RunScript {
                    number,
                    program,
                    order,
                    clock,
                    is_asked,
                });
            }
            Subject::Recording => {}
            Subject::Lesson(lesson) => {
                let values = &self.settings.values;
                let schedule = self.settings.schedule();
                let mut run = match schedule {
                    Some(schedule) => {
                        let order = (schedule, self.settings.sleeps());
                        Run::in_order(lesson, values, order, number)
                    }
                    None => Run::start(lesson, values, clock, number, self.next_run.resolve),
                };
                let is_at_once = self.playback.is_at_once || schedule.is_some();
                if is_paused {
                    run.step();
                } else if is_at_once || self.playback.requested.is_some() {
                    run.play_at_once();
                }
                let end = run.wait_ended();
                effects.extend(end.map(|end| Effect::Await(number, Box::pin(end))));
                self.run = Some(run);
            }
        }
    }
}
