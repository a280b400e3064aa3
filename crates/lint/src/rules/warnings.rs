//! Rules: mistakes that the engine of the program has detected with certainty.
//!
//! A coroutine that was never awaited, an asynchronous generator that was left open, a function meant for a thread that
//! ran on the loop's own thread, a task that was destroyed while it was pending. Cases at the same line are one finding.
//! Only the script engine reports them.

use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::model::ReportedWarning;
use coroscope_trace::{PlaceId, TaskId, TextId, Warning};
use coroscope_wording::{text, tr, tr_n};
use rustc_hash::FxHashMap;

impl FindingKind {
    /// A coroutine was called and never awaited, so it did nothing.
    pub const NEVER_AWAITED: FindingKind = FindingKind::new("never-awaited");
    /// An asynchronous generator was abandoned before its end and not closed.
    pub const GENERATOR_LEFT_OPEN: FindingKind = FindingKind::new("generator-left-open");
    /// A function meant for a thread ran on the loop's own thread.
    pub const RAN_ON_LOOP_THREAD: FindingKind = FindingKind::new("ran-on-loop-thread");
    /// A task was destroyed while it was pending.
    pub const DESTROYED_PENDING: FindingKind = FindingKind::new("destroyed-pending");
}

const NEVER_AWAITED: Advice = Advice {
    python: text!(
        "Write `await` before the call. To run it concurrently, pass it to asyncio.create_task(), keep that \
         task, and await it later."
    ),
    rust: text!("Await it, or spawn it and await the task."),
};
const LEFT_OPEN: Advice = Advice {
    python: text!(
        "Close it where you leave it: `async with contextlib.aclosing(…) as items:` around the `async for`."
    ),
    rust: text!("Close it where you leave it."),
};
const ON_LOOP: Advice = Advice {
    python: text!(
        "Only a plain function with plain arguments can run in a thread here. In CPython, this one would run \
         in parallel."
    ),
    rust: text!("Give a worker only code that it can run by itself."),
};
const DESTROYED: Advice = Advice {
    python: text!(
        "Keep a reference to the task until it is done, in a variable, a set or an asyncio.TaskGroup: the loop itself \
         keeps only a weak one."
    ),
    rust: text!("Keep the task until it is done."),
};

/// What a rule says about a warning.
struct Texts {
    kind: FindingKind,
    title: &'static str,
    /// The sentence about a subject and its line, such as ` in line 7`.
    sentence: fn(&str, &str) -> String,
    advice: Advice,
}

#[derive(Default)]
pub(super) struct NeverAwaited;

impl Rule for NeverAwaited {
    fn kind(&self) -> FindingKind {
        FindingKind::NEVER_AWAITED
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let texts = Texts {
            kind: self.kind(),
            title: tr!("A coroutine was never awaited"),
            sentence: |name, line| {
                tr!(
                    "{name}() was called{line} and never awaited, so it did not run.",
                    name,
                    line
                )
            },
            advice: NEVER_AWAITED,
        };
        find(cx, Warning::NeverAwaited, &texts, found);
    }
}

#[derive(Default)]
pub(super) struct GeneratorLeftOpen;

impl Rule for GeneratorLeftOpen {
    fn kind(&self) -> FindingKind {
        FindingKind::GENERATOR_LEFT_OPEN
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let texts = Texts {
            kind: self.kind(),
            title: tr!("An asynchronous generator was left open"),
            sentence: |name, line| {
                tr!(
                    "{name}() was abandoned{line} before its end and not closed, so its cleanup runs later, in a separate task.",
                    name,
                    line
                )
            },
            advice: LEFT_OPEN,
        };
        find(cx, Warning::GeneratorLeftOpen, &texts, found);
    }
}

#[derive(Default)]
pub(super) struct RanOnLoopThread;

impl Rule for RanOnLoopThread {
    fn kind(&self) -> FindingKind {
        FindingKind::RAN_ON_LOOP_THREAD
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let texts = Texts {
            kind: self.kind(),
            title: tr!("A function meant for a thread ran on the loop's thread"),
            sentence: |name, line| {
                tr!(
                    "{name}(){line} was meant for a thread, but could only run on the loop's own thread. Until it returned, \
                     no task could run.",
                    name,
                    line
                )
            },
            advice: ON_LOOP,
        };
        find(cx, Warning::RanOnLoopThread, &texts, found);
    }
}

#[derive(Default)]
pub(super) struct DestroyedPending;

impl Rule for DestroyedPending {
    fn kind(&self) -> FindingKind {
        FindingKind::DESTROYED_PENDING
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let texts = Texts {
            kind: self.kind(),
            title: tr!("A task was destroyed while it was pending"),
            sentence: |name, line| {
                tr!(
                    "{name} was still waiting{line} when the last reference to it was dropped, so it was destroyed and never finished.",
                    name,
                    line
                )
            },
            advice: DESTROYED,
        };
        find(cx, Warning::DestroyedPending, &texts, found);
    }
}

/// The same warning about the same thing at one line.
struct Group {
    first: ReportedWarning,
    last: ReportedWarning,
    times: usize,
    tasks: Vec<TaskId>,
}

fn find(cx: &LintContext, warning: Warning, texts: &Texts, found: &mut Vec<Finding>) {
    let mut index: FxHashMap<(TextId, Option<PlaceId>), usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let warnings = cx.run.model.warnings.iter();
    for warned in warnings.filter(|warned| warned.warning == warning) {
        let n = *index
            .entry((warned.subject, warned.place))
            .or_insert(groups.len());
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
    let groups = groups.into_iter().take(cx.options.max_per_kind);
    found.extend(groups.map(|group| report(cx, texts, group)));
}

fn report(cx: &LintContext, texts: &Texts, group: Group) -> Finding {
    let warned = group.first;
    let name = cx.run.log.text(warned.subject);
    let line = cx.names.in_lines(warned.place.as_slice());
    let again = match group.times {
        1 => String::new(),
        n => format!(
            " {}",
            tr_n!(n, "This happened one time.", "This happened {n} times.")
        ),
    };
    Finding {
        kind: texts.kind,
        at: warned.at,
        until: group.last.at,
        tasks: group.tasks,
        victims: Vec::new(),
        places: warned.place.into_iter().collect(),
        resource: None,
        title: texts.title.into(),
        sentence: (texts.sentence)(name, &line) + &again,
        advice: cx.advice(texts.advice),
    }
}
