//! Comparing runs: the run before, which is kept by itself, and the two runs of a pair.

use super::earlier::Earlier;
use super::settings::Snapshot;
use super::{Effect, State};
use crate::lessons::{self, Pair, SettingDifference, differences};
use crate::web::message::Tab;
use crate::web::run::Run;
use crate::wording::{tr, translate};
use coroscope_explore::Schedule;

/// The run before is kept if its log has at most this many events, some six megabytes.
const MAX_EVENTS: usize = 200_000;

/// Runs that can be compared with the last one.
#[derive(Default)]
pub(crate) struct Comparison {
    /// The last finished run before the current one.
    before: Option<Earlier>,
    /// The second of two runs to compare, while its first run is in progress.
    pub(super) second: Option<Second>,
}

/// How the second of two runs differs from the first.
pub(super) enum Second {
    /// By these settings.
    Settings(&'static [(&'static str, &'static str)]),
    /// By its order.
    Order(Schedule),
}

impl Comparison {
    /// The second run of a pair does not start: the reader did something else.
    pub(super) fn interrupt(&mut self) {
        self.second = None;
    }
}

impl State {
    /// Takes the last run out of the state. It becomes the run before if it has finished and is not too long.
    pub(super) fn put_run_aside(&mut self) {
        let is_finished = |run: &Run| !run.is_growing() && !run.is_live() && !run.stopped;
        let is_short = |run: &Run| run.with_log(|log| log.len()) <= MAX_EVENTS;
        let keeps = self
            .run
            .as_ref()
            .is_some_and(|run| is_finished(run) && is_short(run));
        let aside = self.take_run();
        if keeps {
            self.comparison.before = aside;
        }
    }

    /// Takes the last run and its timeline out of the state.
    pub(super) fn take_run(&mut self) -> Option<Earlier> {
        let rows = core::mem::take(&mut self.timeline.rows);
        let (run, ran_with) = self.run.take().zip(self.next_run.started_with.take())?;
        Some(Earlier::new(run, rows, self.settings.subject, ran_with))
    }

    /// Drops runs of another lesson, except one that the reader asked to keep.
    pub(super) fn drop_runs_of_other_lessons(&mut self) {
        let id = self.settings.subject.id();
        self.comparison.before.take_if(|it| it.subject.id() != id);
        self.earlier
            .take_if(|it| !it.is_kept && it.subject.id() != id);
    }

    /// Compares the last run with the one before it.
    pub(super) fn compare_with_before(&mut self) {
        if let Some(before) = self.comparison.before.take() {
            self.earlier = Some(before);
            self.display.tab = Tab::Compare;
        }
    }

    /// The variants that the lesson offers to compare.
    pub(crate) fn pair(&self) -> Option<&'static Pair> {
        lessons::pair(self.settings.subject.id())
    }

    /// Runs the lesson with both settings of its pair.
    pub(super) fn show_both(&mut self) -> Vec<Effect> {
        let Some(pair) = self.pair() else {
            return Vec::new();
        };
        self.earlier = None;
        let [first, second] = pair.settings;
        self.comparison.second = Some(Second::Settings(second));
        self.next_run.is_due = true;
        let mut effects = Vec::from_iter(self.leave_order());
        effects.extend(self.set_all(first));
        effects
    }

    /// Starts the second run of a pair when the first one has ended.
    pub(super) fn start_second(&mut self, effects: &mut Vec<Effect>) {
        let ended = self.run.as_ref().filter(|run| run.is_settled());
        if ended.is_none_or(|run| run.stopped) || self.next_run.is_due {
            return;
        }
        let Some(second) = self.comparison.second.take() else {
            return;
        };
        self.earlier = self.take_run();
        self.display.tab = Tab::Compare;
        effects.extend(match second {
            Second::Settings(second) => self.set_all(second),
            Second::Order(schedule) => self.set_order(schedule),
        });
        self.next_run.is_due = true;
        self.start_due_run(effects);
    }

    /// Sets several settings, as the reader would.
    fn set_all(&mut self, settings: &[(&'static str, &str)]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (id, value) in settings {
            self.settings.set(id, value);
            effects.push(Effect::Reflect(id, self.settings.get(id)));
        }
        effects.push(self.settings_event(self.link()));
        effects
    }

    /// The settings in which the last run differs from the run before; `None` if there are no two runs to compare, or
    /// if they are compared already.
    pub(crate) fn differences_from_before(&self) -> Option<Vec<SettingDifference>> {
        let before = self.comparison.before.as_ref();
        let before = before.filter(|_| self.earlier.is_none())?;
        self.run.as_ref().filter(|run| !run.is_growing())?;
        Some(self.differences_from(before))
    }

    /// The settings in which the last run differs from an earlier one.
    fn differences_from(&self, earlier: &Earlier) -> Vec<SettingDifference> {
        let Some(ran_with) = self.next_run.started_with.as_ref() else {
            return Vec::new();
        };
        if earlier.subject.id() != self.settings.subject.id() {
            return Vec::new();
        }
        let settings = self.settings.subject.settings().iter();
        let settings = settings.chain([&lessons::CLOCK]);
        differences(
            settings,
            |id| earlier.ran_with.get(id),
            |id| ran_with.get(id),
        )
    }

    /// Whether the run before, which can be compared, is a recording of another program.
    pub(crate) fn is_before_of_another_program(&self) -> bool {
        let before = self.comparison.before.as_ref();
        before.is_some_and(|before| self.is_of_another_program(before))
    }

    /// Whether the run with which the last one is compared is a recording of another program.
    pub(crate) fn compares_programs(&self) -> bool {
        let earlier = self.earlier.as_ref();
        earlier.is_some_and(|earlier| self.is_of_another_program(earlier))
    }

    /// Whether two recordings are of different programs: they have no file in common, or other titles if their files are
    /// not known.
    fn is_of_another_program(&self, earlier: &Earlier) -> bool {
        let recorded = earlier.run.recorded_run();
        let Some((before, after)) = recorded.zip(self.run.as_ref().and_then(Run::recorded_run))
        else {
            return false;
        };
        let (before, after) = (before.meta(), after.meta());
        if !before.lesson.is_empty() || !after.lesson.is_empty() {
            return before.lesson != after.lesson;
        }
        if before.sources.is_empty() || after.sources.is_empty() {
            return before.title != after.title;
        }
        let is_common = |name: &str| after.sources.iter().any(|it| it.name == name);
        !before.sources.iter().any(|it| is_common(&it.name))
    }

    /// What distinguishes the earlier run from the last one, in a few words each.
    pub(crate) fn names_of_both(&self) -> Option<(String, String)> {
        let earlier = self.earlier.as_ref()?;
        let run = self.run.as_ref()?;
        if earlier.run.title != run.title {
            let title = |run: &Run| translate(&run.title).to_owned();
            return Some((title(&earlier.run), title(run)));
        }
        let recorded = (earlier.run.recorded_run()).zip(run.recorded_run());
        if let Some((before, after)) = recorded.filter(|(a, b)| a.file != b.file) {
            return Some((before.file.clone(), after.file.clone()));
        }
        let script = |run: &Run| run.script_run().map(|it| it.files().clone());
        let mut both = (Vec::new(), Vec::new());
        for found in self.differences_from(earlier) {
            let label = found.label;
            both.0.push(format!("{label}: {}", found.before));
            both.1.push(format!("{label}: {}", found.after));
        }
        if script(&earlier.run) != script(run) {
            both.0.push(tr!("the script before").to_owned());
            both.1.push(tr!("the script now").to_owned());
        }
        let order = |snapshot: Option<&Snapshot>| snapshot.and_then(|it| it.schedule.clone());
        let orders = [Some(&earlier.ran_with), self.next_run.started_with.as_ref()].map(order);
        if orders[0] != orders[1] {
            let [before, after] = orders.map(|order| name_of_order(order.as_ref()));
            both.0.push(before);
            both.1.push(after);
        }
        if both.0.is_empty() {
            both.0.push(tr!("the same settings").to_owned());
            both.1.push(tr!("the same settings").to_owned());
        }
        Some((both.0.join(", "), both.1.join(", ")))
    }
}

/// What an order is called above its run.
fn name_of_order(order: Option<&Schedule>) -> String {
    match order.filter(|order| !order.deviations().is_empty()) {
        None => tr!("the usual order").to_owned(),
        Some(order) => tr!("the order {order}", order),
    }
}
