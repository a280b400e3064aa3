//! Collects the visible flows, of one task or of all.

use super::sweep::Sweep;
use crate::picture::{Flow, FlowEnd, FlowKind, Flows};
use crate::rows::Rows;
use crate::viewport::Viewport;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{TaskTrack, WokenBy};
use coroscope_trace::{Cause, Event, EventKind, RunView, TaskId, TaskState};
use rustc_hash::{FxHashMap, FxHashSet};

/// Maximum number of flows that are drawn.
pub const MAX_FLOWS: usize = 2_000;
/// How many of a task's spans that share a pixel are examined.
const MAX_SAMPLES: usize = 32;
/// How many events of a task's polls are examined.
const MAX_EVENTS: usize = 20_000;

/// The flows, sorted by x, and how many were left out because there are too many.
pub(super) fn flows(
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
    asked_for: Flows,
) -> (Vec<Flow>, usize) {
    let mut collect = Collect {
        run,
        rows,
        viewport,
        merged: FxHashMap::default(),
        flows: Vec::new(),
        left_out: 0,
    };
    match asked_for {
        Flows::None => {}
        Flows::All => {
            for (seq, event) in Sweep::new(run, &viewport.scale, viewport.until(run.model)) {
                collect.event(seq, &event);
            }
        }
        Flows::Of(task) => {
            if let Some(track) = run.model.task(task) {
                collect.cancel_chain(track);
                collect.wakes_of(track);
                collect.actions_of(track);
                collect.awaits_of(track);
            }
        }
    }
    let mut flows = collect.flows;
    sort::by(&mut flows, |a, b| {
        a.x.total_cmp(&b.x).then(a.seq.cmp(&b.seq))
    });
    (flows, collect.left_out)
}

/// The time of an event and its sequence number.
type When = (Instant, u64);

/// Flows with the same key are merged: pixel, kind and ends.
type Key = (i64, FlowKind, FlowEnd, FlowEnd);

struct Collect<'a> {
    run: RunView<'a>,
    rows: &'a Rows,
    viewport: &'a Viewport,
    merged: FxHashMap<Key, usize>,
    flows: Vec<Flow>,
    left_out: usize,
}

impl Collect<'_> {
    /// Adds the flow that an event shows, if any.
    fn event(&mut self, seq: u64, event: &Event) {
        let when = (event.at, seq);
        match event.kind {
            EventKind::TaskWoken { task, by } => {
                // For wakes from outside, the wait shows whether it was I/O.
                let track = self.run.model.task(task).filter(|_| by == Cause::Outside);
                let span = track.and_then(|track| track.span_at_seq(seq));
                let wait = span.and_then(|span| span.waited).map(|waited| waited.on);
                self.wake(when, WokenBy::new(by, wait), task);
            }
            EventKind::TaskSpawned { task, parent, .. }
            | EventKind::CallScheduled {
                call: task, parent, ..
            } => {
                self.wake(when, WokenBy::Spawn(parent), task);
            }
            EventKind::CancelRequested { task, by, .. } => {
                self.add(FlowKind::Cancel, when, self.task_or_outside(by), by, task);
            }
            EventKind::Awaits { task, on } => self.awaits(when, task, on),
            _ => {}
        }
    }

    fn wake(&mut self, when: When, by: WokenBy, task: TaskId) {
        let (kind, from, by) = match by {
            WokenBy::Task(by) => (FlowKind::Wake, self.end(by), Some(by)),
            WokenBy::Timer => (FlowKind::Wake, FlowEnd::Timer, None),
            WokenBy::Io => (FlowKind::Wake, FlowEnd::Io, None),
            WokenBy::Callback => (FlowKind::Wake, FlowEnd::Callback, None),
            WokenBy::Outside => (FlowKind::Wake, FlowEnd::Outside, None),
            WokenBy::Spawn(by) => (FlowKind::Spawn, self.task_or_outside(by), by),
        };
        self.add(kind, when, from, by, task);
    }

    fn awaits(&mut self, when: When, task: TaskId, on: TaskId) {
        self.add(FlowKind::Await, when, self.end(task), Some(task), on);
    }

    /// Cancellations up the chain (what cancelled the task, what cancelled that one) and down.
    fn cancel_chain(&mut self, track: &TaskTrack) {
        let mut seen = FxHashSet::default();
        let mut above = vec![track.id];
        while let Some(task) = above.pop() {
            let Some(track) = self.run.model.task(task).filter(|_| seen.insert(task)) else {
                continue;
            };
            for request in &track.cancels {
                self.cancel(request.by, task, (request.at, request.seq));
                above.extend(request.by);
            }
        }
        let mut cancelled: FxHashMap<TaskId, Vec<(TaskId, When)>> = FxHashMap::default();
        for track in self.run.model.tasks() {
            for request in &track.cancels {
                if let Some(by) = request.by {
                    let of = cancelled.entry(by).or_default();
                    of.push((track.id, (request.at, request.seq)));
                }
            }
        }
        let mut below = vec![track.id];
        while let Some(by) = below.pop() {
            for (task, when) in cancelled.remove(&by).unwrap_or_default() {
                // Tasks up the chain are already included.
                if !seen.contains(&task) {
                    self.cancel(Some(by), task, when);
                    below.push(task);
                }
            }
        }
    }

    fn cancel(&mut self, by: Option<TaskId>, task: TaskId, when: When) {
        let from = self.task_or_outside(by);
        self.add(FlowKind::Cancel, when, from, by, task);
    }

    /// The wakes of the task, and its spawn.
    fn wakes_of(&mut self, track: &TaskTrack) {
        let scale = &self.viewport.scale;
        let last_seen = scale.to().min(self.viewport.until(self.run.model));
        let end = track.spans.begun_by(last_seen);
        let first = track.spans.partition_point(|span| span.from < scale.from());
        let groups = scale.by_pixel(first..end, |place| track.spans.from(place));
        for span in groups.flat_map(|(_, here)| here.take(MAX_SAMPLES)) {
            if let Some(span) = track.spans.get(span)
                && let (TaskState::Ready, Some(by)) = (span.state, span.woken_by)
            {
                self.wake((span.from, span.seq), by, track.id);
            }
        }
    }

    /// What the task woke and spawned: the events during its polls.
    fn actions_of(&mut self, track: &TaskTrack) {
        let scale = &self.viewport.scale;
        let last_seen = scale.to().min(self.viewport.until(self.run.model));
        let (next, end) = (
            track.spans.ended_before(scale.from()),
            track.spans.begun_by(last_seen),
        );
        let mut left = MAX_EVENTS;
        for index in next..end {
            let span = track.spans.get(index);
            let Some(span) = span.filter(|span| span.state == TaskState::Running) else {
                continue;
            };
            let after = track.spans.get(index + 1).map(|span| span.seq);
            let after = after.or(track.end_seq).unwrap_or(self.run.model.next_seq());
            for (seq, event) in self.run.log.iter_from(span.seq + 1) {
                if seq >= after || left == 0 {
                    break;
                }
                left -= 1;
                let by_task = match event.kind {
                    EventKind::TaskWoken { by, .. } => by == Cause::Task(track.id),
                    EventKind::TaskSpawned { parent, .. }
                    | EventKind::CallScheduled { parent, .. } => parent == Some(track.id),
                    _ => false,
                };
                if by_task {
                    self.event(seq, &event);
                }
            }
            if left == 0 {
                break;
            }
        }
    }

    /// Awaits by the task, and of the task.
    fn awaits_of(&mut self, track: &TaskTrack) {
        let from = self.viewport.scale.from();
        let next = track.awaits.partition_point(|awaited| awaited.at < from);
        for awaited in track.awaits[next..].iter().take(MAX_EVENTS) {
            self.awaits((awaited.at, awaited.seq), track.id, awaited.on);
        }
        let next = track
            .awaited_by
            .partition_point(|awaited| awaited.at < from);
        for awaited in track.awaited_by[next..].iter().take(MAX_EVENTS) {
            self.awaits((awaited.at, awaited.seq), awaited.by, track.id);
        }
    }

    fn add(&mut self, kind: FlowKind, when: When, from: FlowEnd, by: Option<TaskId>, task: TaskId) {
        let (at, seq) = when;
        let scale = &self.viewport.scale;
        let is_visible =
            at >= scale.from() && at <= scale.to().min(self.viewport.until(self.run.model));
        let to = self.end(task);
        let is_row = |end| matches!(end, FlowEnd::Row(_));
        // A flow from a lane to itself, or with no end in a visible row, can't be drawn.
        if !is_visible || from == to || !(is_row(from) || is_row(to)) {
            return;
        }
        let x = scale.x(at);
        let place = (x.floor() as i64, kind, from, to);
        match self.merged.get(&place) {
            Some(index) => self.flows[*index].merged += 1,
            None if self.flows.len() >= MAX_FLOWS => self.left_out += 1,
            None => {
                self.merged.insert(place, self.flows.len());
                self.flows.push(Flow {
                    kind,
                    x,
                    from,
                    to,
                    at,
                    seq,
                    by,
                    task,
                    merged: 1,
                });
            }
        }
    }

    fn task_or_outside(&self, task: Option<TaskId>) -> FlowEnd {
        task.map_or(FlowEnd::Outside, |task| self.end(task))
    }

    fn end(&self, task: TaskId) -> FlowEnd {
        let (first, lanes) = (self.viewport.first_lane, self.viewport.lanes);
        match self.rows.shown_at(task) {
            None => FlowEnd::Hidden,
            Some(row) if row < first => FlowEnd::Above,
            Some(row) if row - first < lanes => FlowEnd::Row(row),
            Some(_) => FlowEnd::Below,
        }
    }
}
