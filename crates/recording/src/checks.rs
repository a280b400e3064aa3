//! Checks whether well-formed events are consistent, and repairs them where possible.

use super::format::{MAX_EVENTS, MAX_TASKS};
use super::problems::Repair;
use coroscope_trace::time::Instant;
use coroscope_trace::{Event, EventKind, Outcome, PlaceId, ResourceId, TaskId, TextId, WaitReason};
use coroscope_wording::{text, tr, tr_n};
use rustc_hash::FxHashSet;

/// The latest time of a run, in microseconds: JavaScript's largest safe integer, 285 years.
const LATEST: i64 = (1 << 53) - 1;

const BACKWARDS: &str =
    text!("Time ran backwards; such an event is shown at the time of the previous one");
const PARENT: &str =
    text!("A task was spawned by one that is not older; it is shown without a parent");
const NOT_SPAWNED: &str =
    text!("An event is about a task that was not spawned; the task is shown from there on");

/// The state of the checks after the events so far.
#[derive(Debug, Default)]
pub(super) struct Checks {
    /// Whether there may be any number of events.
    is_unlimited: bool,
    /// The number of events.
    pub(super) events: u64,
    /// The sum of the time differences, which may be negative.
    clock: i64,
    now: i64,
    spawned: FxHashSet<TaskId>,
    not_spawned: FxHashSet<TaskId>,
    /// The task of the last event, if it was spawned: most events are about the same task as the one before.
    known: Option<TaskId>,
    /// The lowest and highest task number.
    tasks: Option<(u32, u32)>,
    resources: FxHashSet<ResourceId>,
    /// The highest referenced index of a table, and the event that referenced it.
    text: Option<(TextId, u64)>,
    place: Option<(PlaceId, u64)>,
    repairs: Vec<Repair>,
}

impl Checks {
    /// The checks of a recording in parts, of whose events the log may drop the first ones.
    pub(super) fn of_parts() -> Checks {
        Checks {
            is_unlimited: true,
            ..Checks::default()
        }
    }

    /// Events are missing here. The events after this repeat which tasks and resources exist.
    pub(super) fn skip(&mut self) {
        self.spawned.clear();
        self.not_spawned.clear();
        self.resources.clear();
        (self.known, self.tasks) = (None, None);
    }

    /// Checks the next event; returns it as it goes into the log, or what is wrong.
    pub(super) fn event(&mut self, micros: i64, mut kind: EventKind) -> Result<Event, String> {
        if self.events == MAX_EVENTS as u64 && !self.is_unlimited {
            return Err(tr!("there are more than {most} events", most = MAX_EVENTS));
        }
        self.events += 1;
        let at = self.time(micros)?;
        if let EventKind::TaskSpawned { task, parent, .. }
        | EventKind::CallScheduled {
            call: task, parent, ..
        }
        | EventKind::ThreadStarted {
            thread: task,
            parent,
            ..
        } = &mut kind
        {
            self.spawn(*task, parent)?;
        } else if let Some(task) = subject(&kind) {
            self.mentioned(task)?;
        }
        if let EventKind::Awaits { on, .. } = kind {
            self.mentioned(on)?;
        }
        if let Some(resource) = resource(&kind) {
            self.resources.insert(resource);
            if self.resources.len() > MAX_TASKS {
                return Err(tr!(
                    "there are more than {most} resources",
                    most = MAX_TASKS
                ));
            }
        }
        let (text, place) = (text(&kind), place(&kind));
        if let Some(text) = text.filter(|text| self.text.is_none_or(|(most, _)| most < *text)) {
            self.text = Some((text, self.events));
        }
        if let Some(place) = place.filter(|place| self.place.is_none_or(|(most, _)| most < *place))
        {
            self.place = Some((place, self.events));
        }
        Ok(Event { at, kind })
    }

    fn time(&mut self, micros: i64) -> Result<Instant, String> {
        let clock = self.clock.checked_add(micros);
        let clock = clock.filter(|clock| (-LATEST..=LATEST).contains(clock));
        let Some(clock) = clock else {
            return Err(tr!(
                "the times of a run are at most {most} microseconds",
                most = LATEST
            ));
        };
        self.clock = clock;
        if clock < self.now {
            self.add_repair(BACKWARDS);
        }
        self.now = self.now.max(clock);
        Ok(Instant::from_micros(self.now.unsigned_abs()))
    }

    fn spawn(&mut self, task: TaskId, parent: &mut Option<TaskId>) -> Result<(), String> {
        self.check_number(task)?;
        if !self.spawned.insert(task) {
            return Err(tr!(
                "task {number} is spawned a second time; task numbers must be unique",
                number = task.number()
            ));
        }
        if parent.is_some_and(|parent| parent >= task) {
            *parent = None;
            self.add_repair(PARENT);
        }
        Ok(())
    }

    /// Checks an event about a task, other than its spawn.
    fn mentioned(&mut self, task: TaskId) -> Result<(), String> {
        if self.known == Some(task) {
            return Ok(());
        }
        self.check_number(task)?;
        if self.spawned.contains(&task) {
            self.known = Some(task);
        } else if self.not_spawned.insert(task) {
            self.add_repair(NOT_SPAWNED);
        }
        Ok(())
    }

    fn check_number(&mut self, task: TaskId) -> Result<(), String> {
        let number = task.number();
        let (lowest, highest) = self.tasks.unwrap_or((number, number));
        let (lowest, highest) = (lowest.min(number), highest.max(number));
        if (highest - lowest) as usize >= MAX_TASKS {
            return Err(tr!(
                "there are tasks {lowest} and {highest}; at most {most} consecutive numbers can be read",
                lowest,
                highest,
                most = MAX_TASKS
            ));
        }
        self.tasks = Some((lowest, highest));
        Ok(())
    }

    fn add_repair(&mut self, what: &'static str) {
        match self.repairs.iter_mut().find(|repair| repair.what == what) {
            Some(repair) => repair.count += 1,
            None => self.repairs.push(Repair {
                what,
                first: self.events,
                count: 1,
            }),
        }
    }

    /// Returns the repairs; or the event that refers to a text or a place beyond its table, and what is wrong.
    pub(super) fn finish(
        self,
        dropped: u64,
        texts: usize,
        places: usize,
    ) -> Result<Vec<Repair>, (u64, String)> {
        self.check_tables(texts, places)?;
        Ok(self.into_repairs(dropped))
    }

    /// How many texts and places the events need.
    pub(super) fn needed(&self) -> (usize, usize) {
        let texts = self.text.map_or(0, |(text, _)| text.index() + 1);
        let places = self.place.map_or(0, |(place, _)| place.index() + 1);
        (texts, places)
    }

    /// Whether the tables of texts and places have all entries so far; the event that refers to another one, and what is
    /// wrong.
    pub(super) fn check_tables(&self, texts: usize, places: usize) -> Result<(), (u64, String)> {
        let missing = |table: &str, index: usize, there: usize| {
            tr_n!(
                there,
                "“{table}” has no index {index}: it has one entry, counted from 0.",
                "“{table}” has no index {index}: it has {n} entries, counted from 0.",
                table,
                index
            )
        };
        if let Some((text, event)) = self.text.filter(|(text, _)| text.index() >= texts) {
            return Err((event, missing("texts", text.index(), texts)));
        }
        if let Some((place, event)) = self.place.filter(|(place, _)| place.index() >= places) {
            return Err((event, missing("places", place.index(), places)));
        }
        Ok(())
    }

    /// The repairs.
    pub(super) fn into_repairs(self, dropped: u64) -> Vec<Repair> {
        let mut repairs = self.repairs;
        // If events are missing, the task may have been spawned in one of those.
        repairs.retain(|repair| dropped == 0 || repair.what != NOT_SPAWNED);
        repairs
    }
}

/// The task that an event is about.
fn subject(kind: &EventKind) -> Option<TaskId> {
    match *kind {
        EventKind::TaskSpawned { task, .. }
        | EventKind::CallScheduled { call: task, .. }
        | EventKind::TimeoutSet { task, .. }
        | EventKind::TimeoutExpired { task, .. }
        | EventKind::TimeoutEnded { task, .. }
        | EventKind::TaskNamed { task, .. }
        | EventKind::TaskWoken { task, .. }
        | EventKind::PollBegun { task }
        | EventKind::PollEnded { task }
        | EventKind::Waits { task, .. }
        | EventKind::CancelRequested { task, .. }
        | EventKind::CleanupBegun { task }
        | EventKind::Uncancelled { task }
        | EventKind::Called { task, .. }
        | EventKind::ThreadStarted { thread: task, .. }
        | EventKind::ThreadEnded { thread: task, .. }
        | EventKind::Awaits { task, .. }
        | EventKind::Retrieved { task, .. }
        | EventKind::Unretrieved { task }
        | EventKind::TaskEnded { task, .. } => Some(task),
        _ => None,
    }
}

fn resource(kind: &EventKind) -> Option<ResourceId> {
    match *kind {
        EventKind::ResourceCreated { resource, .. }
        | EventKind::ResourceNamed { resource, .. }
        | EventKind::ResourceChanged { resource, .. }
        | EventKind::LockHolderChanged { resource, .. } => Some(resource),
        _ => None,
    }
}

fn text(kind: &EventKind) -> Option<TextId> {
    match *kind {
        EventKind::TaskNamed { name: text, .. }
        | EventKind::CallbackRan { name: text, .. }
        | EventKind::ThreadStarted { name: text, .. }
        | EventKind::Warned { subject: text, .. }
        | EventKind::ResourceNamed { name: text, .. }
        | EventKind::CancelRequested { why: text, .. }
        | EventKind::Printed { text, .. }
        | EventKind::Noted { text, .. }
        | EventKind::PointRecorded { series: text, .. }
        | EventKind::Waits {
            on: WaitReason::Io(text),
            ..
        }
        | EventKind::TaskEnded {
            end: Outcome::Failed(text),
            ..
        }
        | EventKind::ThreadEnded {
            end: Outcome::Failed(text),
            ..
        } => Some(text),
        _ => None,
    }
}

fn place(kind: &EventKind) -> Option<PlaceId> {
    match *kind {
        EventKind::TaskSpawned { place, .. }
        | EventKind::CallScheduled { place, .. }
        | EventKind::Waits { place, .. }
        | EventKind::ResourceCreated { place, .. }
        | EventKind::CallbackRan { place, .. }
        | EventKind::ThreadStarted { place, .. } => Some(place),
        EventKind::Warned { place, .. } => place,
        _ => None,
    }
}
