//! The sentence for one step.

use super::changes::{change, the};
use super::narrator::Narrator;
use super::{Steps, events};
use crate::sentences::describe_event;
use coroscope_trace::time::{Instant, human};
use coroscope_trace::{Cause, EventKind, Outcome, RunView, TaskId};
use coroscope_wording::{list, tr, tr_n};

/// The reason that the runtime gives when it cancels the remaining tasks.
const MAIN_ENDED: &str = "the main task has ended";

/// One step of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What happened, in one or two sentences.
    pub sentence: String,
    /// When.
    pub at: Instant,
    /// The task that it is about.
    pub task: Option<TaskId>,
}

/// Tells a step. Empty if there is no such step.
pub fn narrate(run: RunView<'_>, steps: &Steps, step: usize) -> Step {
    let Some(range) = steps.events(step) else {
        return Step::default();
    };
    let mut narrator = Narrator::new(run, range);
    let (mut sentence, at) = narrator.narrate();
    let is_last = step + 1 == steps.len();
    if is_last && run.model.all_done() {
        sentence = format!("{sentence} {}", tr!("The run is over."));
    }
    Step {
        sentence,
        at,
        task: narrator.about,
    }
}

impl Narrator<'_> {
    /// The sentence about the event that the step is about, and its time.
    fn narrate(&mut self) -> (String, Instant) {
        let run = self.run();
        let narrated: Vec<(u64, EventKind)> = events(run, self.range).collect();
        let is_narrated = |(seq, kind): &&(u64, EventKind)| match kind {
            EventKind::ResourceChanged { .. } | EventKind::LockHolderChanged { .. } => {
                change(self.wording, *kind, *seq).is_some()
            }
            EventKind::TaskWoken { task, by } => *by != Cause::Task(*task),
            kind => is_topic(*kind),
        };
        let pause = |(_, kind): &&(u64, EventKind)| matches!(kind, EventKind::PollEnded { .. });
        let main = (narrated.iter().find(is_narrated)).or_else(|| narrated.iter().find(pause));
        let is_wait = |(_, kind): &&(u64, EventKind)| matches!(kind, EventKind::Waits { .. });
        let main = match main {
            Some((_, EventKind::Waits { .. })) => narrated.iter().rfind(is_wait),
            main => main,
        };
        let Some((seq, kind)) = main.copied() else {
            return (String::new(), Instant::ZERO);
        };
        let at = run.log.get(seq).map_or(Instant::ZERO, |event| event.at);
        (self.about_event(&narrated, (seq, kind), at), at)
    }

    /// The sentence of a step that is about this event.
    fn about_event(
        &mut self,
        narrated: &[(u64, EventKind)],
        (seq, kind): (u64, EventKind),
        at: Instant,
    ) -> String {
        let run = self.run();
        match kind {
            EventKind::TaskSpawned {
                parent: None, task, ..
            } => {
                self.about = Some(task);
                tr!(
                    "The run begins. {task} is ready and waits for its turn.",
                    task = self.name(task)
                )
            }
            EventKind::TaskSpawned { parent, .. } => {
                let spawned: Vec<TaskId> = narrated
                    .iter()
                    .filter_map(|(_, kind)| match kind {
                        EventKind::TaskSpawned { task, .. } => Some(*task),
                        _ => None,
                    })
                    .collect();
                let (names, lead) = (self.names(&spawned), self.lead(parent));
                tr_n!(
                    spawned.len(),
                    "{lead} starts {names}, which is ready and waits for its turn.",
                    "{lead} starts {names}, which are ready and wait for their turns.",
                    lead,
                    names
                )
            }
            EventKind::CallScheduled {
                call,
                parent,
                after,
                ..
            } => {
                let (name, lead) = (self.name(call), self.lead(parent));
                match after.get() {
                    Some(after) => tr!(
                        "{lead} has the loop call {name} after {delay}.",
                        lead,
                        name,
                        delay = human(after)
                    ),
                    None => tr!("{lead} has the loop call {name} soon.", lead, name),
                }
            }
            EventKind::TaskWoken { by, .. } => self.woken(narrated, by, at),
            EventKind::Waits { task, on, .. } => self.waits(narrated, task, on, seq),
            EventKind::PollEnded { task } => {
                tr!("{lead} waits on.", lead = self.lead(Some(task)))
            }
            EventKind::Printed { task, .. } => {
                let lines = narrated.iter().filter_map(|(_, kind)| match kind {
                    EventKind::Printed { text, .. } => {
                        Some(tr!("“{name}”", name = run.log.text(*text)))
                    }
                    _ => None,
                });
                let lines: Vec<String> = lines.collect();
                tr!(
                    "{lead} prints {lines}.",
                    lead = self.lead(task),
                    lines = list(lines.into_iter())
                )
            }
            EventKind::CancelRequested { by, why, .. } => {
                self.asked(narrated, by, run.log.text(why))
            }
            EventKind::CleanupBegun { task } => {
                tr!(
                    "{lead} was asked to cancel, and cleans up.",
                    lead = self.lead(Some(task))
                )
            }
            EventKind::TaskEnded { task, end } => self.ended(narrated, task, end),
            EventKind::ResourceChanged { .. } | EventKind::LockHolderChanged { .. } => {
                self.changed(narrated, seq)
            }
            EventKind::ResourceCreated { resource, .. } => {
                let by = self.running(seq);
                tr!(
                    "{lead} creates {resource}.",
                    lead = self.lead(by),
                    resource = the(self.wording, resource)
                )
            }
            EventKind::Uncancelled { task } => {
                tr!(
                    "{lead} goes on: the request to cancel it was for a part of it only.",
                    lead = self.lead(Some(task))
                )
            }
            EventKind::Hopped => tr!("The loop lets the browser paint, then continues.").into(),
            EventKind::Deadlocked => {
                tr!("Nothing can continue: no task is ready, and no timer is pending.").into()
            }
            _ => sentence_of(&describe_event(run, seq)),
        }
    }

    fn asked(&mut self, narrated: &[(u64, EventKind)], by: Option<TaskId>, why: &str) -> String {
        let tasks: Vec<TaskId> = narrated
            .iter()
            .filter_map(|(_, kind)| match kind {
                EventKind::CancelRequested { task, .. } => Some(*task),
                _ => None,
            })
            .collect();
        let (n, names) = (tasks.len(), self.names(&tasks));
        let asked = match by {
            _ if why == MAIN_ENDED => tr_n!(
                n,
                "The main task has ended, so {names} is asked to cancel.",
                "The main task has ended, so {names} are asked to cancel.",
                names
            ),
            Some(by) => {
                let lead = self.lead(Some(by));
                match why {
                    "" => tr!("{lead} asks {names} to cancel.", lead, names),
                    why => tr!("{lead} asks {names} to cancel: {why}.", lead, names, why),
                }
            }
            None => match why {
                "" => tr_n!(
                    n,
                    "{names} is asked to cancel.",
                    "{names} are asked to cancel.",
                    names
                ),
                why => tr_n!(
                    n,
                    "{names} is asked to cancel: {why}.",
                    "{names} are asked to cancel: {why}.",
                    names,
                    why
                ),
            },
        };
        self.about = tasks.first().copied();
        // The others waited for them.
        let (of_asked, others): (Vec<TaskId>, Vec<TaskId>) = (self.all_woken(narrated).into_iter())
            .map(|(_, task)| task)
            .partition(|task| tasks.contains(task));
        let mut sentences = vec![asked];
        if !of_asked.is_empty() {
            sentences.push(tr_n!(
                of_asked.len(),
                "{names} is ready to do so.",
                "{names} are ready to do so.",
                names = self.names(&of_asked)
            ));
        }
        if !others.is_empty() {
            sentences.push(tr_n!(
                others.len(),
                "{names} is ready, too.",
                "{names} are ready, too.",
                names = self.names(&others)
            ));
        }
        sentences.join(" ")
    }

    fn ended(&mut self, narrated: &[(u64, EventKind)], task: TaskId, end: Outcome) -> String {
        let lead = self.lead(Some(task));
        let ended = match end {
            Outcome::Done if self.is_callback(task) && self.is_turn_of(task) => {
                tr!("The loop calls {name}.", name = self.name(task))
            }
            Outcome::Done => tr!("{lead} is done.", lead),
            Outcome::Failed(error) => {
                tr!(
                    "{lead} fails: {error}.",
                    lead,
                    error = self.run().log.text(error)
                )
            }
            Outcome::Cancelled => tr!("{lead} ends as cancelled.", lead),
        };
        self.then_woken(narrated, ended)
    }

    fn changed(&mut self, narrated: &[(u64, EventKind)], seq: u64) -> String {
        let changes = narrated
            .iter()
            .filter_map(|(seq, kind)| change(self.wording, *kind, *seq));
        let changes: Vec<String> = changes.collect();
        let by = self.running(seq);
        let sentence = tr!(
            "{lead} {does}.",
            lead = self.lead(by),
            does = list(changes.into_iter())
        );
        self.then_woken(narrated, sentence)
    }
}

/// Whether a step can be about an event.
fn is_topic(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::PassBegun { .. }
            | EventKind::PassEnded { .. }
            | EventKind::PollBegun { .. }
            | EventKind::PollEnded { .. }
            | EventKind::TimeoutSet { .. }
            | EventKind::TimeoutExpired { .. }
            | EventKind::TimeoutEnded { .. }
            | EventKind::TaskNamed { .. }
            | EventKind::Awaits { .. }
            | EventKind::Retrieved { .. }
            | EventKind::ResourceNamed { .. }
            | EventKind::PointRecorded { .. }
            | EventKind::Called { .. }
    )
}

/// Makes a sentence of a text: with a capital letter and a full stop.
fn sentence_of(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}
