//! Rule: mistakes that the engine of the program has detected with certainty.
//!
//! A coroutine that was never awaited, an asynchronous generator that was left open, a function meant for a thread that
//! ran on the loop's own thread, a task that was destroyed while it was pending. Cases at the same line are one finding.
//! Only the script engine reports them.

use super::names::count;
use super::{Advice, Finding, FindingKind, LintContext};
use crate::trace::model::ReportedWarning;
use crate::trace::{PlaceId, TaskId, TextId, Warning};
use rustc_hash::FxHashMap;

const NEVER_AWAITED: Advice = Advice {
    python: "Write `await` before the call. To run it concurrently, pass it to asyncio.create_task(), keep that \
             task, and await it later.",
    rust: "Await it, or spawn it and await the task.",
};
const LEFT_OPEN: Advice = Advice {
    python: "Close it where you leave it: `async with contextlib.aclosing(…) as items:` around the `async for`.",
    rust: "Close it where you leave it.",
};
const ON_LOOP: Advice = Advice {
    python: "Only a plain function with plain arguments can run in a thread here. In CPython, this one would run \
             in parallel.",
    rust: "Give a worker only code that it can run by itself.",
};
const DESTROYED: Advice = Advice {
    python: "Keep a reference to the task until it is done, in a variable, a set or an asyncio.TaskGroup: the loop itself \
             keeps only a weak one.",
    rust: "Keep the task until it is done.",
};

/// The same warning about the same thing at one line.
struct Group {
    first: ReportedWarning,
    last: ReportedWarning,
    times: usize,
    tasks: Vec<TaskId>,
}

pub(super) fn find(cx: &LintContext, found: &mut Vec<Finding>) {
    let mut index: FxHashMap<(Warning, TextId, Option<PlaceId>), usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    for warned in &cx.run.model.warnings {
        // These have their own rules.
        if matches!(
            warned.warning,
            Warning::EndlessTurn | Warning::TaskNotReferenced
        ) {
            continue;
        }
        let key = (warned.warning, warned.subject, warned.place);
        let n = *index.entry(key).or_insert(groups.len());
        if n == groups.len() {
            groups.push(Group {
                first: *warned,
                last: *warned,
                times: 0,
                tasks: Vec::new(),
            });
        }
        let group = &mut groups[n];
        (group.last, group.times) = (*warned, group.times + 1);
        if let Some(task) = warned.task.filter(|task| !group.tasks.contains(task)) {
            group.tasks.push(task);
        }
    }
    for warning in Warning::ALL {
        let of_it = groups.iter().filter(|group| group.first.warning == warning);
        let of_it = of_it.take(cx.options.max_per_kind);
        found.extend(of_it.filter_map(|group| report(cx, group)));
    }
}

fn report(cx: &LintContext, group: &Group) -> Option<Finding> {
    let warned = group.first;
    let name = cx.run.log.text(warned.subject);
    let line = cx.names.in_lines(warned.place.as_slice());
    let (kind, title, sentence, advice) = match warned.warning {
        Warning::NeverAwaited => (
            FindingKind::NeverAwaited,
            "A coroutine was never awaited",
            format!("{name}() was called{line} and never awaited, so it did not run."),
            NEVER_AWAITED,
        ),
        Warning::GeneratorLeftOpen => (
            FindingKind::GeneratorLeftOpen,
            "An asynchronous generator was left open",
            format!(
                "{name}() was abandoned{line} before its end and not closed, so its cleanup runs later, in a separate task."
            ),
            LEFT_OPEN,
        ),
        Warning::RanOnLoopThread => (
            FindingKind::RanOnLoopThread,
            "A function meant for a thread ran on the loop's thread",
            format!(
                "{name}(){line} was meant for a thread, but could only run on the loop's own thread. Until it returned, \
                 no task could run."
            ),
            ON_LOOP,
        ),
        Warning::DestroyedPending => (
            FindingKind::DestroyedPending,
            "A task was destroyed while it was pending",
            format!(
                "{name} was still waiting{line} when the last reference to it was dropped, so it was destroyed and never finished."
            ),
            DESTROYED,
        ),
        Warning::EndlessTurn | Warning::TaskNotReferenced => return None,
    };
    let again = match group.times {
        1 => String::new(),
        n => format!(" This happened {}.", count(n, "time")),
    };
    Some(Finding {
        kind,
        at: warned.at,
        until: group.last.at,
        tasks: group.tasks.clone(),
        victims: Vec::new(),
        places: warned.place.into_iter().collect(),
        resource: None,
        title: title.into(),
        sentence: sentence + &again,
        advice: cx.advice(advice),
    })
}
