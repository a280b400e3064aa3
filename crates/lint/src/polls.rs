//! Long polls. The model collects them while it reads the log.

use super::LintContext;
use super::candidates::Poll;
use coroscope_trace::TaskState;
use coroscope_trace::model::LONG_POLL;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Span, TaskTrack};

/// The polls that are at least as long as the lowest of the thresholds, task by task.
pub(super) fn long_enough<'a>(cx: &LintContext<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let least = cx.options.never_yielded.min(cx.options.blocked);
    let mut all = match least < LONG_POLL {
        true => all_polls(cx),
        false => long_polls(cx),
    };
    all.retain(|(_, poll)| poll.to - poll.from >= least);
    sort::by_key(&mut all, |(_, poll)| (poll.task, poll.seq));
    all
}

/// The long polls that the model has collected, and those still running.
fn long_polls<'a>(cx: &LintContext<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let mut polls = Vec::new();
    for long in &cx.run.model.long_polls {
        let Some(track) = cx.run.model.task(long.task) else {
            continue;
        };
        let begun = track.spans.partition_point(|span| span.seq <= long.seq);
        if let Some(index) = begun.checked_sub(1)
            && let Some(span) = track.spans.get(index)
        {
            polls.push((track, poll(track, &span, index, long.to)));
        }
    }
    let now = cx.run.model.now();
    for track in cx.run.model.tasks() {
        let open = track.spans.last().filter(|span| span.to.is_none());
        if let Some(span) = open.filter(|span| span.state == TaskState::Running && track.is_task())
        {
            polls.push((track, poll(track, &span, track.spans.len() - 1, now)));
        }
    }
    polls
}

/// All polls, for thresholds below that of the model.
fn all_polls<'a>(cx: &LintContext<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let now = cx.run.model.now();
    let tasks = cx.run.model.tasks().iter().filter(|track| track.is_task());
    let polls = tasks.flat_map(|track| {
        let spans = track.spans.iter().enumerate();
        let running = spans.filter(|(_, span)| span.state == TaskState::Running);
        running.map(move |(index, span)| (track, poll(track, &span, index, span.to.unwrap_or(now))))
    });
    polls.collect()
}

fn poll(track: &TaskTrack, span: &Span, index: usize, to: Instant) -> Poll {
    let resumed = span.waited.map(|waited| waited.place);
    let next = track.spans.get(index + 1);
    let waited = next.and_then(|next| next.waited);
    Poll {
        task: track.id,
        from: span.from,
        to: to.max(span.from),
        seq: span.seq,
        before: resumed.or(track.place),
        after: waited.map(|waited| waited.place),
    }
}
