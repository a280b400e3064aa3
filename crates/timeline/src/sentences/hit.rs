//! Describes what a pointer hits, and the parts of the picture that the reader selects with keys.

use super::describe;
use super::limits::{limit_sentence, sentence_for_failure};
use super::parts::{
    sentence_for_block, sentence_for_browser_time, sentence_for_callback, sentence_for_flow,
    sentence_for_mark, sentence_for_pass,
};
use crate::hit::Hit;
use crate::picture::PassBar;
use crate::resource::resource_at;
use coroscope_trace::time::human;
use coroscope_trace::{Moment, ResourceId, RunView};
use coroscope_wording::{tr, tr_n};

/// Describes what is drawn at a point in a sentence.
pub fn sentence_for_hit(run: RunView<'_>, hit: Hit<'_>) -> String {
    match hit {
        Hit::Span(task, span) => {
            let words = describe(run, task, span);
            format!("{}, {}", words.title, words.sentence)
        }
        Hit::Mark(mark) => sentence_for_mark(mark),
        Hit::Limit(task, index) => {
            let limit = run
                .model
                .task(task)
                .and_then(|track| track.limits.get(index));
            limit.map(limit_sentence).unwrap_or_default()
        }
        Hit::Flow(flow) => sentence_for_flow(run, flow),
        Hit::Failure(failure) => sentence_for_failure(run, failure),
        Hit::Block(block) => sentence_for_block(run, block),
        Hit::Browser(time) => sentence_for_browser_time(time),
        Hit::Callback(bar) => sentence_for_callback(run, bar),
        Hit::Pass(pass) => sentence_for_pass(run.model, pass),
        Hit::Idle(pass) => {
            let pass = run.model.passes.get(pass);
            match pass.map_or(0, |pass| pass.timers_after) {
                0 => tr!("the loop is idle; no timer is pending").into(),
                n => tr_n!(
                    n as usize,
                    "the loop is idle; 1 timer is pending",
                    "the loop is idle; {n} timers are pending"
                ),
            }
        }
        Hit::Level(track, at, same) => {
            let moment = Moment::at(run.log, at);
            let then = moment.and_then(|moment| resource_at(run, track.resource, moment));
            let Some(then) = then else {
                return String::new();
            };
            let level = tr!("at {at}: {what}", at, what = then.sentence);
            match same {
                0 => level,
                times => tr_n!(
                    times as usize,
                    "{level}; it was set to the same value here",
                    "{level}; it was set to the same value {n} times here",
                    level
                ),
            }
        }
        Hit::Hop(at) => tr!(
            "the loop lets the page paint and continues in a macrotask, at {at}",
            at
        ),
    }
}

/// Describes a pass, by its index, and what the loop does until the next one.
pub fn describe_pass(run: RunView<'_>, index: usize) -> String {
    let bar = PassBar {
        x: 0.0,
        width: 0.0,
        share: 1.0,
        first: index,
        merged: 1,
    };
    let passes = &run.model.passes;
    let Some(pass) = passes.get(index) else {
        return String::new();
    };
    let sentence = tr!(
        "at {at}: {what}",
        at = pass.from,
        what = sentence_for_pass(run.model, &bar)
    );
    match (pass.to, passes.get(index + 1)) {
        (Some(to), Some(next)) if next.from > to => {
            let took = human(next.from - to);
            match pass.ready_after {
                0 => tr!(
                    "{sentence}; then the loop is idle for {took}",
                    sentence,
                    took
                ),
                _ => tr!(
                    "{sentence}; then the browser has the thread for {took}",
                    sentence,
                    took
                ),
            }
        }
        _ => sentence,
    }
}

/// Describes a change of a resource's level, by its index.
pub fn describe_level(run: RunView<'_>, resource: ResourceId, index: usize) -> String {
    let level = run
        .model
        .resource(resource)
        .and_then(|track| track.levels.get(index));
    let Some(level) = level else {
        return String::new();
    };
    let moment = Moment {
        seq: level.seq,
        at: level.at,
    };
    let then = resource_at(run, resource, moment).map(|then| then.sentence);
    tr!(
        "at {at}: {what}",
        at = level.at,
        what = then.unwrap_or_default()
    )
}
