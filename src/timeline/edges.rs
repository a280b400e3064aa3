//! The edges in sight: of one task, or of all.

use super::edge::{Edge, EdgeEnd, EdgeKind, Edges};
use super::layout::Viewport;
use super::rows::Rows;
use super::sweep::Sweep;
use crate::time::Instant;
use crate::trace::track::{SpanState, TaskTrack, WokenBy};
use crate::trace::{Cause, Event, EventKind, Log, Model, TaskId};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many edges are drawn at most.
pub const MOST_EDGES: usize = 2_000;
/// Of one task's spans that share a pixel, so many are looked at.
const LOOKS: usize = 32;
/// So many events of one task's polls are looked at.
const MOST_EVENTS: usize = 20_000;

/// The edges, by x, and how many more there are than are drawn.
pub(super) fn edges(
    model: &Model,
    log: &Log,
    rows: &Rows,
    viewport: &Viewport,
    asked_for: Edges,
) -> (Vec<Edge>, usize) {
    let mut collect = Collect {
        model,
        log,
        rows,
        viewport,
        places: FxHashMap::default(),
        edges: Vec::new(),
        left_off: 0,
    };
    match asked_for {
        Edges::None => {}
        Edges::All => {
            for (seq, event) in Sweep::new(model, log, &viewport.scale, viewport.until(model)) {
                collect.event(seq, event);
            }
        }
        Edges::Of(task) => {
            if let Some(track) = model.task(task) {
                collect.cancel_chain(track);
                collect.wakes_of(track);
                collect.deeds_of(track);
                collect.awaits_of(track);
            }
        }
    }
    let mut edges = collect.edges;
    edges.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.seq.cmp(&b.seq)));
    (edges, collect.left_off)
}

/// The time of an event and its sequence number.
type When = (Instant, u64);

/// What makes two edges the same: pixel, kind and ends.
type Place = (i64, EdgeKind, EdgeEnd, EdgeEnd);

struct Collect<'a> {
    model: &'a Model,
    log: &'a Log,
    rows: &'a Rows,
    viewport: &'a Viewport,
    places: FxHashMap<Place, usize>,
    edges: Vec<Edge>,
    left_off: usize,
}

impl Collect<'_> {
    /// The edge that an event is, if it is one.
    fn event(&mut self, seq: u64, event: &Event) {
        let when = (event.at, seq);
        match event.kind {
            EventKind::TaskWoken { task, by } => {
                // Only of what came from outside it tells more.
                let track = self.model.task(task).filter(|_| by == Cause::Outside);
                let span = track.and_then(|track| track.span_at_seq(seq));
                let wait = span.and_then(|span| span.waited).map(|waited| waited.on);
                self.wake(when, WokenBy::new(by, wait), task);
            }
            EventKind::TaskSpawned { task, parent, .. } => {
                self.wake(when, WokenBy::Spawn(parent), task);
            }
            EventKind::CancelRequested { task, by, .. } => {
                self.add(EdgeKind::Cancel, when, self.task_or_outside(by), by, task);
            }
            EventKind::Awaits { task, on } => self.awaits(when, task, on),
            _ => {}
        }
    }

    fn wake(&mut self, when: When, by: WokenBy, task: TaskId) {
        let (kind, from, by) = match by {
            WokenBy::Task(by) => (EdgeKind::Wake, self.end(by), Some(by)),
            WokenBy::Timer => (EdgeKind::Wake, EdgeEnd::Timer, None),
            WokenBy::Io => (EdgeKind::Wake, EdgeEnd::Io, None),
            WokenBy::Callback => (EdgeKind::Wake, EdgeEnd::Callback, None),
            WokenBy::Outside => (EdgeKind::Wake, EdgeEnd::Outside, None),
            WokenBy::Spawn(by) => (EdgeKind::Spawn, self.task_or_outside(by), by),
        };
        self.add(kind, when, from, by, task);
    }

    fn awaits(&mut self, when: When, task: TaskId, on: TaskId) {
        self.add(EdgeKind::Await, when, self.end(task), Some(task), on);
    }

    /// Who cancelled the task, who had cancelled that one, and so on; and whom it cancelled, and so on.
    fn cancel_chain(&mut self, track: &TaskTrack) {
        let mut seen = FxHashSet::default();
        let mut above = vec![track.id];
        while let Some(task) = above.pop() {
            let Some(track) = self.model.task(task).filter(|_| seen.insert(task)) else {
                continue;
            };
            for request in &track.cancels {
                self.cancel(request.by, task, (request.at, request.seq));
                above.extend(request.by);
            }
        }
        let mut cancelled: FxHashMap<TaskId, Vec<(TaskId, When)>> = FxHashMap::default();
        for track in self.model.tasks() {
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
                // Those on the way up stand there already.
                if !seen.contains(&task) {
                    self.cancel(Some(by), task, when);
                    below.push(task);
                }
            }
        }
    }

    fn cancel(&mut self, by: Option<TaskId>, task: TaskId, when: When) {
        let from = self.task_or_outside(by);
        self.add(EdgeKind::Cancel, when, from, by, task);
    }

    /// Its wakes and its spawning.
    fn wakes_of(&mut self, track: &TaskTrack) {
        let scale = &self.viewport.scale;
        let last_seen = scale.to().min(self.viewport.until(self.model));
        let end = track.spans.begun_by(last_seen);
        let mut next = track.spans.partition_point(|span| span.from < scale.from());
        let (mut pixel, mut left) = (f64::NEG_INFINITY, 0);
        while next < end {
            let Some(span) = track.spans.get(next) else {
                break;
            };
            let x = scale.x(span.from).floor();
            if x > pixel {
                (pixel, left) = (x, LOOKS);
            }
            if left == 0 {
                let pixel_end = scale.first_at(pixel + 1.0);
                let here = track.spans.partition_point(|span| span.from < pixel_end);
                next = here.max(next + 1);
                continue;
            }
            if let (SpanState::Ready, Some(by)) = (span.state, span.woken_by) {
                self.wake((span.from, span.seq), by, track.id);
            }
            (next, left) = (next + 1, left - 1);
        }
    }

    /// Whom it woke and spawned: what happened during its polls.
    fn deeds_of(&mut self, track: &TaskTrack) {
        let scale = &self.viewport.scale;
        let last_seen = scale.to().min(self.viewport.until(self.model));
        let (next, end) = (
            track.spans.ended_before(scale.from()),
            track.spans.begun_by(last_seen),
        );
        let mut left = MOST_EVENTS;
        for index in next..end {
            let span = track.spans.get(index);
            let Some(span) = span.filter(|span| span.state == SpanState::Running) else {
                continue;
            };
            let after = track.spans.get(index + 1).map(|span| span.seq);
            let after = after.or(track.end_seq).unwrap_or(self.model.next_seq());
            for (seq, event) in self.log.iter_from(span.seq + 1) {
                if seq >= after || left == 0 {
                    break;
                }
                left -= 1;
                let by_task = match event.kind {
                    EventKind::TaskWoken { by, .. } => by == Cause::Task(track.id),
                    EventKind::TaskSpawned { parent, .. } => parent == Some(track.id),
                    _ => false,
                };
                if by_task {
                    self.event(seq, event);
                }
            }
            if left == 0 {
                break;
            }
        }
    }

    /// Whom it began to await, and who began to await it.
    fn awaits_of(&mut self, track: &TaskTrack) {
        let from = self.viewport.scale.from();
        let next = track.awaits.partition_point(|awaited| awaited.at < from);
        for awaited in track.awaits[next..].iter().take(MOST_EVENTS) {
            self.awaits((awaited.at, awaited.seq), track.id, awaited.on);
        }
        let next = track
            .awaited_by
            .partition_point(|awaited| awaited.at < from);
        for awaited in track.awaited_by[next..].iter().take(MOST_EVENTS) {
            self.awaits((awaited.at, awaited.seq), awaited.by, track.id);
        }
    }

    fn add(
        &mut self,
        kind: EdgeKind,
        (at, seq): When,
        from: EdgeEnd,
        by: Option<TaskId>,
        task: TaskId,
    ) {
        let scale = &self.viewport.scale;
        let is_in_sight =
            at >= scale.from() && at <= scale.to().min(self.viewport.until(self.model));
        let to = self.end(task);
        let is_row = |end| matches!(end, EdgeEnd::Row(_));
        // What goes from a lane to itself, or is only in sight as above and below, is not seen.
        if !is_in_sight || from == to || !(is_row(from) || is_row(to)) {
            return;
        }
        let x = scale.x(at);
        let place = (x.floor() as i64, kind, from, to);
        match self.places.get(&place) {
            Some(index) => self.edges[*index].merged += 1,
            None if self.edges.len() >= MOST_EDGES => self.left_off += 1,
            None => {
                self.places.insert(place, self.edges.len());
                self.edges.push(Edge {
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

    fn task_or_outside(&self, task: Option<TaskId>) -> EdgeEnd {
        task.map_or(EdgeEnd::Outside, |task| self.end(task))
    }

    fn end(&self, task: TaskId) -> EdgeEnd {
        let (first, lanes) = (self.viewport.first_lane, self.viewport.lanes);
        match self.rows.shown_at(task) {
            None => EdgeEnd::Hidden,
            Some(row) if row < first => EdgeEnd::Above,
            Some(row) if row - first < lanes => EdgeEnd::Row(row),
            Some(_) => EdgeEnd::Below,
        }
    }
}
