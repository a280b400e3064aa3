//! Rule: a task was asked to cancel and went on.
//!
//! After the request it waits again, for the same kind of thing, at a line at which it had waited before. That counts
//! where it is in the same call of a coroutine, as in a loop that catches the cancellation. In another call, or where
//! the log has no calls, it counts only at the line that the request interrupted: there waits who tries again, but
//! a function that a cleanup calls can wait there, too.
//! Silent
//! - from the moment at which the request is taken back (`uncancel`), as `timeout` and `TaskGroup` do;
//! - about cleanup, which waits at new lines;
//! - about another call where the task then ends as cancelled, since that was cleanup;
//! - about waits for the ends of tasks that ran before the request, and for futures that do not say what they are;
//! - where the task went on for less than [`SHORT`], unless a loop went round more than once;
//! - about recordings of version 1, which do not say that a request was taken back;
//! - about a loop that only gives the others a turn (`sleep(0)`), which never waits.

use super::groups::{Group, Groups};
use super::requests::{self, Requester, since_start};
use super::words::count;
use super::{Advice, Finding, Kind, Language, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::track::{CancelRequest, Span, SpanState, TaskTrack};
use crate::trace::{EventKind, Op, PlaceId, ResourceId, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// A task that ends sooner than this has only cleaned up.
const SHORT: Duration = ms(100);
/// A cleanup does not call one function as often as this.
const OFTEN: u32 = 5;

const ADVICE: Advice = Advice {
    python: "Catch CancelledError only to clean up, and raise it again. `except Exception` does not catch it, but \
             `except BaseException` and a bare `except` do.",
    rust: "When the body learns of the request, let it clean up and end with that error.",
};

#[derive(Clone, Copy)]
struct Fact {
    task: TaskId,
    request: CancelRequest,
    until: Instant,
    /// Whether it has not ended yet, and was not asked again.
    goes_on: bool,
    times: u32,
    place: PlaceId,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    for track in run.model.tasks() {
        if track.cancels.is_empty() || track.is_thread {
            continue;
        }
        for fact in Walk::through(run, track) {
            let lasted = fact.until - fact.request.at;
            groups.add(fact.place, lasted.as_micros() as u64, track.id, fact);
        }
    }
    let groups = groups.worst(run.options.most);
    if !groups.is_empty() && tells_what_is_taken_back(run) {
        found.extend(groups.into_iter().map(|group| tell(run, group)));
    }
}

/// Whether the log says that requests are taken back: since it says how long timers are set.
fn tells_what_is_taken_back(run: &Run) -> bool {
    let mut delays = run.log.iter().filter_map(|event| match event.kind {
        EventKind::Waits {
            on: WaitReason::Timer(delay),
            ..
        } => Some(delay),
        _ => None,
    });
    delays.next().is_none_or(|delay| delay.get().is_some())
}

fn tell(run: &Run, group: Group<Fact>) -> Finding {
    let fact = group.fact;
    let lasted = human(fact.until - fact.request.at);
    let name = run.words.task(fact.task);
    let when = requests::when_and_by_whom(run, fact.task, &fact.request);
    let again = match fact.times {
        1 => String::new(),
        n => format!(", {}", count(n as usize, "time")),
    };
    let went_on = match fact.goes_on {
        true => format!("still goes on at {}", since_start(fact.until)),
        false => format!("went on for {lasted}"),
    };
    let ends_late = match (requests::requester(run, &fact.request), run.language) {
        (Requester::EndOfRun, Language::Python) => " asyncio.run() returns only when it has ended.",
        (Requester::EndOfRun, Language::Rust) => " The run is over only when it has ended.",
        _ => "",
    };
    Finding {
        kind: Kind::RefusedCancel,
        at: fact.request.at,
        until: fact.until,
        victims: Vec::new(),
        places: vec![fact.place],
        resource: None,
        title: format!("Went on for {lasted} after it was cancelled"),
        sentence: format!(
            "{name} was cancelled {when}, and {went_on}: it waited again{}{again}.{ends_late}{}",
            run.words.in_lines(&[fact.place]),
            group.again()
        ),
        advice: run.advise(ADVICE),
        tasks: group.tasks,
    }
}

/// What a task waits for, as far as two waits at one line are compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Thing {
    Timer,
    Io,
    Task,
    Resource(ResourceId, Op),
}

type Key = (PlaceId, Thing);

/// What happened since a request.
struct Open {
    request: CancelRequest,
    interrupted: Option<Key>,
    /// Waits at lines known before, in the same call.
    same: u32,
    /// Waits at the interrupted line, in another call.
    like: u32,
    place: Option<PlaceId>,
}

/// Why a request is over.
#[derive(PartialEq)]
enum Over {
    Answered,
    Cancelled,
    Not,
}

/// A walk through the life of one task, with the lines at which it waited.
struct Walk<'a> {
    run: &'a Run<'a>,
    track: &'a TaskTrack,
    /// With the number of the call in which it waited there last.
    seen: FxHashMap<Key, u32>,
    /// The same since the request.
    seen_since: Vec<(Key, u32)>,
    open: Option<Open>,
    facts: Vec<Fact>,
}

impl<'a> Walk<'a> {
    fn through(run: &'a Run<'a>, track: &'a TaskTrack) -> Vec<Fact> {
        let mut walk = Walk {
            run,
            track,
            seen: FxHashMap::default(),
            seen_since: Vec::new(),
            open: None,
            facts: Vec::new(),
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
            let waited = span.waited.filter(|_| span.state != SpanState::Running);
            waits = waited.and_then(|waited| Some((waited.place, thing(waited.on)?)));
            if let (SpanState::Waiting, false, Some(key)) = (span.state, span.cleanup, waits) {
                walk.see(key, call, &span);
            }
        }
        walk.take_requests(&mut cancels, &mut uncancels, u64::MAX, waits);
        let (at, over) = match track.end {
            None => (run.model.now(), Over::Not),
            Some((at, _)) if requests::is_cancelled(track) => (at, Over::Cancelled),
            Some((at, _)) => (at, Over::Answered),
        };
        walk.close(at, over);
        walk.facts
    }

    /// Takes in the requests, and that they were taken back, before an event.
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
                self.close(at.unwrap_or_default(), Over::Answered);
            } else if let Some(request) = cancels.next() {
                self.close(request.at, Over::Answered);
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
        let knows_calls = self.run.language == Language::Python;
        let counts = key.1 != Thing::Task || self.waits_for_a_new_task(span);
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

    /// Whether one of the tasks that it waits for was spawned after the request.
    fn waits_for_a_new_task(&self, span: &Span) -> bool {
        let Some(open) = &self.open else { return false };
        let is_new = |task: TaskId| {
            let first = self.run.model.task(task).and_then(|it| it.spans.first());
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

    fn close(&mut self, at: Instant, over: Over) {
        let open = self.open.take();
        self.seen.extend(self.seen_since.drain(..));
        let Some(open) = open else { return };
        let is_long = at - open.request.at >= SHORT;
        let loops = open.same > 1 || open.same == 1 && is_long;
        let tries_again = is_long
            && match over {
                Over::Answered => open.like > 0,
                Over::Cancelled => false,
                Over::Not => open.like >= OFTEN,
            };
        if let (true, Some(place)) = (loops || tries_again, open.place) {
            self.facts.push(Fact {
                task: self.track.id,
                request: open.request,
                until: at,
                goes_on: over == Over::Not,
                times: open.same + open.like,
                place,
            });
        }
    }
}

fn thing(on: WaitReason) -> Option<Thing> {
    match on {
        WaitReason::Timer(_) => Some(Thing::Timer),
        WaitReason::Io(_) => Some(Thing::Io),
        WaitReason::Task(_) | WaitReason::Tasks(_) => Some(Thing::Task),
        WaitReason::Resource(resource, op) => Some(Thing::Resource(resource, op)),
        WaitReason::Turn | WaitReason::Future => None,
    }
}
