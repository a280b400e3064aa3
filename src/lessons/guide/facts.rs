//! What guides ask about a run: its tasks by name, their waits, and the printed lines.

use super::Spot;
use crate::lessons::settings::Values;
use crate::time::Duration;
use crate::timeline::RunEnd;
use crate::trace::track::{Span, TaskTrack};
use crate::trace::{Op, Outcome, ResourceKind, RunView, TaskState, WaitReason};

/// A run with its settings.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The run.
    pub(super) run: RunView<'a>,
    /// The settings that it was started with.
    pub(super) values: &'a Values,
    /// How it ended.
    pub(super) end: RunEnd,
}

/// A line that the program printed.
pub(super) struct Line<'a> {
    /// The text after the searched beginning.
    pub(super) rest: &'a str,
    /// When it was printed.
    pub(super) at: Duration,
    /// The moment.
    seq: u64,
    /// The task that printed it.
    task: Option<&'a TaskTrack>,
}

impl<'a> Facts<'a> {
    /// A run that was started with these settings and ended in this way.
    pub fn new(run: RunView<'a>, values: &'a Values, end: RunEnd) -> Facts<'a> {
        Facts { run, values, end }
    }

    /// The main task.
    pub(super) fn main(&self) -> Option<&'a TaskTrack> {
        self.tasks().first()
    }

    /// All tasks.
    pub(super) fn tasks(&self) -> &'a [TaskTrack] {
        self.run.model.tasks()
    }

    /// The first task with this name.
    pub(super) fn task(&self, name: &str) -> Option<&'a TaskTrack> {
        let mut tasks = self.tasks().iter();
        tasks.find(|task| self.run.task_name(task.id) == name)
    }

    /// The tasks whose names begin with `prefix`.
    pub(super) fn tasks_named(&self, prefix: &str) -> Vec<&'a TaskTrack> {
        let tasks = self.tasks().iter();
        tasks
            .filter(|task| self.run.task_name(task.id).starts_with(prefix))
            .collect()
    }

    /// The tasks that main spawned, apart from those with this name.
    pub(super) fn children_except(&self, name: &str) -> Vec<&'a TaskTrack> {
        let main = self.main().map(|main| main.id);
        let tasks = self.tasks().iter().filter(|task| task.parent.is_some());
        tasks
            .filter(|task| task.parent == main && self.run.task_name(task.id) != name)
            .collect()
    }

    /// The name of a task.
    pub(super) fn name(&self, task: &TaskTrack) -> String {
        self.run.task_name(task.id).into_owned()
    }

    /// How long a task took.
    pub(super) fn took(&self, task: &TaskTrack) -> Duration {
        task.until(self.run.model.now()) - task.spawned
    }

    /// When a task ended, since the start of the run.
    pub(super) fn ended(&self, task: &TaskTrack) -> Duration {
        task.until(self.run.model.now()).elapsed()
    }

    /// How long the run took.
    pub(super) fn total(&self) -> Duration {
        self.main().map_or(Duration::ZERO, |main| self.ended(main))
    }

    /// Whether any task's turns took time.
    pub(super) fn has_computed(&self) -> bool {
        let now = self.run.model.now();
        let mut tasks = self.tasks().iter();
        tasks.any(|task| !task.times(now)[TaskState::Running].is_zero())
    }

    /// The waits of a task for what `is_it` accepts.
    pub(super) fn waits(
        &self,
        task: &'a TaskTrack,
        is_it: fn(WaitReason) -> bool,
    ) -> impl Iterator<Item = Span> + 'a {
        task.spans.iter().filter(move |span| {
            span.state.is_waiting() && span.waited.is_some_and(|waited| is_it(waited.on))
        })
    }

    /// How long these waits took.
    pub(super) fn waited(&self, task: &'a TaskTrack, is_it: fn(WaitReason) -> bool) -> Duration {
        let now = self.run.model.now();
        self.waits(task, is_it).map(|span| span.duration(now)).sum()
    }

    /// The highest number of permits of a semaphore that were in use.
    pub(super) fn most_at_once(&self) -> Option<u32> {
        let mut resources = self.run.model.resources().iter();
        let permits = resources.find(|it| it.kind == ResourceKind::Semaphore)?;
        let free = permits.levels.iter().map(|level| level.level);
        Some(free.clone().max()? - free.min()?)
    }

    /// The printed lines that begin with `prefix`.
    pub(super) fn lines(&self, prefix: &str) -> impl Iterator<Item = Line<'a>> {
        let (log, model) = (self.run.log, self.run.model);
        model.printed.iter().filter_map(move |line| {
            Some(Line {
                rest: log.text(line.text).strip_prefix(prefix)?,
                at: line.at.elapsed(),
                seq: line.seq,
                task: line.task.and_then(|task| model.task(task)),
            })
        })
    }

    /// The first printed line that begins with `prefix`.
    pub(super) fn line(&self, prefix: &str) -> Option<Line<'a>> {
        self.lines(prefix).next()
    }

    /// The first task that failed, apart from main.
    pub(super) fn first_failed(&self) -> Option<&'a TaskTrack> {
        let is_failed = |task: &&TaskTrack| matches!(task.end, Some((_, Outcome::Failed(_))));
        let failed = self.tasks().iter().skip(1).filter(is_failed);
        failed.min_by_key(|task| task.end_seq)
    }

    /// The spot where a task was spawned.
    pub(super) fn start_of(&self, task: &TaskTrack, sentence: String) -> Option<Spot> {
        let seq = task.spans.first()?.seq;
        Some(spot(task, seq, sentence))
    }

    /// The spot where a task ended.
    pub(super) fn end_of(&self, task: &TaskTrack, sentence: String) -> Option<Spot> {
        Some(spot(task, task.end_seq?, sentence))
    }
}

impl Line<'_> {
    /// The spot where it was printed.
    pub(super) fn spot(&self, sentence: String) -> Option<Spot> {
        Some(Spot {
            sentence,
            seq: self.seq,
            task: self.task.map(|task| task.id),
        })
    }

    /// The number at the beginning of the rest.
    pub(super) fn number(&self) -> Option<usize> {
        let digits = self.rest.split(|it: char| !it.is_ascii_digit()).next()?;
        digits.parse().ok()
    }

    /// Whether this task printed it.
    pub(super) fn is_by(&self, task: &TaskTrack) -> bool {
        self.task.is_some_and(|it| it.id == task.id)
    }

    /// Whether it was printed before another line.
    pub(super) fn is_before(&self, other: &Line) -> bool {
        self.seq < other.seq
    }
}

/// A spot at an event of a task.
pub(super) fn spot(task: &TaskTrack, seq: u64, sentence: String) -> Spot {
    Spot {
        sentence,
        seq,
        task: Some(task.id),
    }
}

/// Whether a task ended with a value.
pub(super) fn is_done(task: &TaskTrack) -> bool {
    matches!(task.end, Some((_, Outcome::Done)))
}

/// Whether a task was cancelled.
pub(super) fn is_cancelled(task: &TaskTrack) -> bool {
    matches!(task.end, Some((_, Outcome::Cancelled)))
}

/// Whether a wait is for a lock or a permit.
pub(super) fn for_permit(wait: WaitReason) -> bool {
    matches!(wait, WaitReason::Resource(_, Op::Acquire))
}

/// The spot where a wait of a task ended.
pub(super) fn end_of_wait(task: &TaskTrack, wait: &Span, sentence: String) -> Option<Spot> {
    let next = task.spans.partition_point(|span| span.seq <= wait.seq);
    Some(spot(task, task.spans.get(next)?.seq, sentence))
}

/// Whether a wait is for a timer.
pub(super) fn for_timer(wait: WaitReason) -> bool {
    matches!(wait, WaitReason::Timer(_))
}
