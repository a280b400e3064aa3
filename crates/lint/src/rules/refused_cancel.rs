//! Rule: a task was asked to cancel and continued.
//!
//! After the request, it waits again, for the same kind of thing, at a line where it had waited before. That counts if it
//! is in the same call of a coroutine, as in a loop that catches the cancellation. In another call, or if the log
//! has no calls, it counts only at the line that the request interrupted: a task that retries waits there, but so may a
//! function that a cleanup calls.
//! Silent
//! - from the moment at which the request is uncancelled, as by `timeout` and `TaskGroup`;
//! - about cleanup, which waits at new lines;
//! - about another call if the task then ends as cancelled, since that was cleanup;
//! - about waits for the ends of tasks that ran before the request, and for futures that do not say what they are;
//! - if the task continued for less than [`SHORT`], unless a loop ran more than once;
//! - about recordings of version 1, which do not say that a request was uncancelled;
//! - about a loop that only yields (`sleep(0)`), which never waits.

use crate::groups::{Group, Groups};
use crate::requests::{self, Requester, since_start};
use crate::{Advice, Finding, FindingKind, Language, LintContext, Rule};
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::{CancelRequest, Span, TaskTrack};
use coroscope_trace::{EventKind, Op, PlaceId, ResourceId, TaskId, TaskState, WaitReason};
use coroscope_wording::{text, tr, tr_n};
use rustc_hash::FxHashMap;

impl FindingKind {
    /// A task was asked to cancel and continued.
    pub const REFUSED_CANCEL: FindingKind = FindingKind::new("refused-cancel");
}

/// A task that ends sooner than this has only cleaned up.
const SHORT: Duration = ms(100);
/// A cleanup does not call one function this often.
const OFTEN: u32 = 5;

const ADVICE: Advice = Advice {
    python: text!(
        "Catch CancelledError only to clean up, and raise it again. `except Exception` does not catch it, but \
         `except BaseException` and a bare `except` do."
    ),
    rust: text!("When the body sees the request, let it clean up and end with that error."),
};

#[derive(Clone, Copy)]
struct RefusedRequest {
    task: TaskId,
    request: CancelRequest,
    until: Instant,
    /// Whether it has not ended yet, and was not asked again.
    still_runs: bool,
    times: u32,
    place: PlaceId,
}

#[derive(Default)]
pub(super) struct RefusedCancel;

impl Rule for RefusedCancel {
    fn kind(&self) -> FindingKind {
        FindingKind::REFUSED_CANCEL
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        for track in cx.run.model.tasks() {
            if track.cancels.is_empty() || !track.is_task() {
                continue;
            }
            for refused in CancelWalk::through(cx, track) {
                let lasted = refused.until - refused.request.at;
                groups.add(refused.place, lasted.as_micros() as u64, track.id, refused);
            }
        }
        let groups = groups.worst(cx.options.max_per_kind);
        if !groups.is_empty() && records_uncancel(cx) {
            found.extend(groups.into_iter().map(|group| report(cx, group)));
        }
    }
}

/// Whether the log records that requests are uncancelled: logs with timer delays do.
fn records_uncancel(cx: &LintContext) -> bool {
    let mut delays = cx.run.log.iter().filter_map(|event| match event.kind {
        EventKind::Waits {
            on: WaitReason::Timer(delay),
            ..
        } => Some(delay),
        _ => None,
    });
    delays.next().is_none_or(|delay| delay.get().is_some())
}

fn report(cx: &LintContext, group: Group<RefusedRequest>) -> Finding {
    let refused = group.worst;
    let lasted = human(refused.until - refused.request.at);
    let task = cx.names.task(refused.task);
    let when = requests::when_and_by_whom(cx, refused.task, &refused.request);
    let line = cx.names.in_lines(&[refused.place]);
    let mut sentence = match refused.still_runs {
        true => tr_n!(
            refused.times as usize,
            "{task} was cancelled {when}, and still runs at {at}: it waited again{line}.",
            "{task} was cancelled {when}, and still runs at {at}: it waited again{line}, {n} times.",
            task,
            when,
            at = since_start(refused.until),
            line
        ),
        false => tr_n!(
            refused.times as usize,
            "{task} was cancelled {when}, and continued for {lasted}: it waited again{line}.",
            "{task} was cancelled {when}, and continued for {lasted}: it waited again{line}, {n} times.",
            task,
            when,
            lasted,
            line
        ),
    };
    if requests::requester(cx, &refused.request) == Requester::EndOfRun {
        sentence.push(' ');
        sentence.push_str(match cx.shown_language {
            Language::Python => tr!("asyncio.run() returns only when it has ended."),
            Language::Rust => tr!("The run is over only when it has ended."),
        });
    }
    sentence.push_str(&group.occurrences());
    Finding {
        kind: FindingKind::REFUSED_CANCEL,
        at: refused.request.at,
        until: refused.until,
        victims: Vec::new(),
        places: vec![refused.place],
        resource: None,
        title: tr!("Continued for {lasted} after it was cancelled", lasted),
        sentence,
        advice: cx.advice(ADVICE),
        tasks: group.tasks,
    }
}

/// What a task waits for, to compare two waits at one line.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Timer,
    Io,
    Task,
    Resource(ResourceId, Op),
}

type Key = (PlaceId, Target);

/// What happened since the open request.
struct Open {
    request: CancelRequest,
    interrupted: Option<Key>,
    /// Number of waits at known lines, in the same call.
    same: u32,
    /// Number of waits at the interrupted line, in another call.
    like: u32,
    place: Option<PlaceId>,
}

/// How a request was resolved.
#[derive(PartialEq)]
enum Resolution {
    Answered,
    Cancelled,
    Open,
}

/// Walks through the life of one task and collects the lines at which it waited.
struct CancelWalk<'a> {
    cx: &'a LintContext<'a>,
    track: &'a TaskTrack,
    /// For each wait, the call in which the task was last there.
    seen: FxHashMap<Key, u32>,
    /// The same since the request.
    seen_since: Vec<(Key, u32)>,
    open: Option<Open>,
    refuseds: Vec<RefusedRequest>,
}

impl<'a> CancelWalk<'a> {
    fn through(cx: &'a LintContext<'a>, track: &'a TaskTrack) -> Vec<RefusedRequest> {
        let mut walk = CancelWalk {
            cx,
            track,
            seen: FxHashMap::default(),
            seen_since: Vec::new(),
            open: None,
            refuseds: Vec::new(),
        };
        let mut cancels = track.cancels.iter().copied().peekable();
        let mut uncancels = track.uncancels.iter().copied().peekable();
        let mut calls = track.calls.iter().copied().peekable();
        let (mut call, mut waits) = (0, None);
        for span in track.spans.iter() {
            while let Some((_, now)) = calls.next_if(|(seq, _)| *seq < span.seq) {
                call = now;
            }
            walk.take_requests(&mut cancels, &mut uncancels, span.seq, waits);
            let waited = span.waited.filter(|_| span.state != TaskState::Running);
            waits = waited.and_then(|waited| Some((waited.place, target(waited.on)?)));
            if let (TaskState::Waiting(_), false, Some(key)) = (span.state, span.cleanup, waits) {
                walk.see(key, call, &span);
            }
        }
        walk.take_requests(&mut cancels, &mut uncancels, u64::MAX, waits);
        let (at, over) = match track.end {
            None => (cx.run.model.now(), Resolution::Open),
            Some((at, _)) if requests::is_cancelled(track) => (at, Resolution::Cancelled),
            Some((at, _)) => (at, Resolution::Answered),
        };
        walk.close(at, over);
        walk.refuseds
    }

    /// Handles each `cancel` and `uncancel` before an event.
    fn take_requests(
        &mut self,
        cancels: &mut core::iter::Peekable<impl Iterator<Item = CancelRequest>>,
        uncancels: &mut core::iter::Peekable<impl Iterator<Item = (Instant, u64)>>,
        before: u64,
        waits: Option<Key>,
    ) {
        loop {
            let asked = cancels.peek().map_or(u64::MAX, |it| it.seq);
            let back = uncancels.peek().map_or(u64::MAX, |(_, seq)| *seq);
            if asked.min(back) >= before {
                return;
            }
            if back < asked {
                let at = uncancels.next().map(|(at, _)| at);
                self.close(at.unwrap_or_default(), Resolution::Answered);
            } else if let Some(request) = cancels.next() {
                self.close(request.at, Resolution::Answered);
                self.open = Some(Open {
                    request,
                    interrupted: waits,
                    same: 0,
                    like: 0,
                    place: None,
                });
            }
        }
    }

    fn see(&mut self, key: Key, call: u32, span: &Span) {
        let knows_calls = self.cx.language == Language::Python;
        let counts = key.1 != Target::Task || self.waits_for_a_new_task(span);
        let before = self.seen.get(&key).copied();
        let Some(open) = &mut self.open else {
            self.seen.insert(key, call);
            return;
        };
        if counts {
            let is_same = knows_calls && before == Some(call);
            let is_like = !is_same && before.is_some() && open.interrupted == Some(key);
            open.same += u32::from(is_same);
            open.like += u32::from(is_like);
            if is_same || is_like {
                open.place.get_or_insert(key.0);
            }
        }
        self.seen_since.push((key, call));
    }

    /// Whether one of the awaited tasks was spawned after the request.
    fn waits_for_a_new_task(&self, span: &Span) -> bool {
        let Some(open) = &self.open else { return false };
        let is_new = |task: TaskId| {
            let first = self.cx.run.model.task(task).and_then(|it| it.spans.first());
            first.is_some_and(|first| first.seq > open.request.seq)
        };
        match span.waited.map(|waited| waited.on) {
            Some(WaitReason::Task(task)) => is_new(task),
            _ => {
                let awaits = self.track.awaits.iter().rev();
                let mut since = awaits
                    .skip_while(|it| it.seq > span.seq)
                    .take_while(|it| it.seq > open.request.seq);
                since.any(|it| is_new(it.on))
            }
        }
    }

    fn close(&mut self, at: Instant, over: Resolution) {
        let open = self.open.take();
        self.seen.extend(self.seen_since.drain(..));
        let Some(open) = open else { return };
        let is_long = at - open.request.at >= SHORT;
        let loops = open.same > 1 || open.same == 1 && is_long;
        let tries_again = is_long
            && match over {
                Resolution::Answered => open.like > 0,
                Resolution::Cancelled => false,
                Resolution::Open => open.like >= OFTEN,
            };
        if let (true, Some(place)) = (loops || tries_again, open.place) {
            self.refuseds.push(RefusedRequest {
                task: self.track.id,
                request: open.request,
                until: at,
                still_runs: over == Resolution::Open,
                times: open.same + open.like,
                place,
            });
        }
    }
}

fn target(on: WaitReason) -> Option<Target> {
    match on {
        WaitReason::Timer(_) => Some(Target::Timer),
        WaitReason::Io(_) => Some(Target::Io),
        WaitReason::Task(_) | WaitReason::Tasks(_) => Some(Target::Task),
        WaitReason::Resource(resource, op) => Some(Target::Resource(resource, op)),
        WaitReason::Turn | WaitReason::Future => None,
    }
}
