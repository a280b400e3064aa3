//! Rule: a callback of the loop took so long that tasks had to wait.
//!
//! Functions scheduled with `call_soon`, `call_later` or `call_at`, and done callbacks of futures, run between the polls of
//! tasks and can't be interrupted either. Silent about callbacks shorter than
//! [`Options::blocked`](crate::Options::blocked).

use crate::groups::Groups;
use crate::victims;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::human;
use coroscope_wording::{text, tr};

impl FindingKind {
    /// A callback of the loop took so long that tasks had to wait.
    pub const BLOCKING_CALLBACK: FindingKind = FindingKind::new("blocking-callback");
}

const ADVICE: Advice = Advice {
    python: text!(
        "Let the callback only create a task or set an event, and await the work there; run blocking code with \
         asyncio.to_thread()."
    ),
    rust: text!(
        "Let the callback only spawn a task or wake one, and do the work there in small parts."
    ),
};

#[derive(Default)]
pub(super) struct BlockingCallback;

impl Rule for BlockingCallback {
    fn kind(&self) -> FindingKind {
        FindingKind::BLOCKING_CALLBACK
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        for callback in &cx.run.model.callbacks {
            let lasted = callback.to - callback.from;
            if lasted >= cx.options.blocked {
                let weight = lasted.as_micros() as u64;
                groups.add(callback.place, weight, None, *callback);
            }
        }
        let groups = groups.worst(cx.options.max_per_kind);
        let victims = victims::of_each(cx, groups.iter().map(|group| group.worst.into()));
        for (group, victims) in groups.iter().zip(victims) {
            let callback = group.worst;
            let lasted = human(callback.to - callback.from);
            let meanwhile = match victims.is_empty() {
                true => tr!("No task was ready meanwhile.").into(),
                false => victims::meanwhile(cx, &victims),
            };
            found.push(Finding {
                kind: FindingKind::BLOCKING_CALLBACK,
                at: callback.from,
                until: callback.to,
                tasks: Vec::new(),
                victims: victims.iter().map(|victim| victim.task).collect(),
                places: vec![callback.place],
                resource: None,
                title: tr!("A callback blocked the loop for {lasted}", lasted),
                sentence: format!(
                    "{} {meanwhile}{}",
                    tr!(
                        "The callback {name}{line} ran for {lasted} without a pause.",
                        name = cx.run.log.text(callback.name),
                        line = cx.names.in_lines(&[callback.place]),
                        lasted
                    ),
                    group.occurrences()
                ),
                advice: cx.advice(ADVICE),
            });
        }
    }
}
