//! Names of tasks and resources, alone and in lists, for sentences.

use super::language::Language;
use crate::trace::{PlaceId, ResourceId, RunView, TaskId, WaitReason};

/// How many tasks are named; the rest is counted.
const MAX_NAMED: usize = 4;

#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) run: RunView<'a>,
    pub(super) language: Language,
}

impl Names<'_> {
    /// The verb for the start of tasks: `was created`, `were spawned`.
    pub(super) fn started(self, several: bool) -> &'static str {
        match (self.language, several) {
            (Language::Python, false) => "was created",
            (Language::Python, true) => "were created",
            (Language::Rust, false) => "was spawned",
            (Language::Rust, true) => "were spawned",
        }
    }

    pub(super) fn task(self, id: TaskId) -> String {
        self.run.task_name(id).into_owned()
    }

    /// `a`, `a and b`, `a, b, c, d and 7 more`; `3 tasks named a`.
    pub(super) fn tasks(self, tasks: &[TaskId]) -> String {
        match self.common_name(tasks) {
            Some(name) => format!("{} named {name}", count(tasks.len(), "task")),
            None => list(tasks.iter().map(|task| self.task(*task))),
        }
    }

    /// The name that several tasks share.
    pub(super) fn common_name(self, tasks: &[TaskId]) -> Option<String> {
        let (first, rest) = tasks.split_first()?;
        let name = self.run.task_name(*first);
        let is_same = |task: &TaskId| self.run.task_name(*task) == name;
        (!rest.is_empty() && rest.iter().all(is_same)).then(|| name.into_owned())
    }

    /// `“jobs”`; without a name, `the queue created in line 7`.
    pub(super) fn resource(self, id: ResourceId) -> String {
        let Some(track) = self.run.model.resource(id) else {
            return format!("resource {}", id.number());
        };
        if let Some(name) = track.name {
            return format!("“{}”", self.run.log.text(name));
        }
        let kind = track.kind.name().to_ascii_lowercase();
        match track.place.and_then(|place| self.line(place)) {
            Some(line) => format!("the {kind} created in line {line}"),
            None => format!("the {kind}"),
        }
    }

    /// What a task waits for.
    pub(super) fn wait(self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => "its turn".into(),
            WaitReason::Timer(_) => "a timer".into(),
            WaitReason::Task(task) => self.task(task),
            WaitReason::Tasks(n) => count(n as usize, "task"),
            WaitReason::Resource(resource, _) => self.resource(resource),
            WaitReason::Io(what) => self.run.log.text(what).to_owned(),
            WaitReason::Future => "a future".into(),
        }
    }

    /// Whether a wait for I/O continues the request of another: both end with the same address, as in
    /// `GET docs/task.txt` and `body of docs/task.txt`.
    pub(super) fn is_rest_of(self, on: WaitReason, before: WaitReason) -> bool {
        let address = |on: WaitReason| match on {
            WaitReason::Io(what) => self.run.log.text(what).split_whitespace().next_back(),
            _ => None,
        };
        on != before && address(on).is_some() && address(on) == address(before)
    }

    /// ` in line 7`, ` in lines 7 and 9`; empty if the log has no places.
    pub(super) fn in_lines(self, places: &[PlaceId]) -> String {
        let mut lines: Vec<u32> = places.iter().filter_map(|it| self.line(*it)).collect();
        lines.sort_unstable();
        lines.dedup();
        let names = list(lines.iter().map(u32::to_string));
        match lines.len() {
            0 => String::new(),
            1 => format!(" in line {names}"),
            _ => format!(" in lines {names}"),
        }
    }

    pub(super) fn line(self, place: PlaceId) -> Option<u32> {
        self.run.log.place(place).map(|place| place.line)
    }
}

/// A list of at most a handful of names, and how many more there are.
pub(super) fn list(mut names: impl ExactSizeIterator<Item = String>) -> String {
    let count = names.len();
    let shown = if count > MAX_NAMED + 1 {
        MAX_NAMED
    } else {
        count
    };
    let mut text = String::new();
    for n in 0..shown {
        let Some(name) = names.next() else { break };
        text.push_str(match n {
            0 => "",
            n if n + 1 == count => " and ",
            _ => ", ",
        });
        text.push_str(&name);
    }
    if count > shown {
        text.push_str(&format!(" and {} more", count - shown));
    }
    text
}

/// `one item`, `3 items`.
pub(super) fn count(n: usize, what: &str) -> String {
    match n {
        1 => format!("one {what}"),
        n => format!("{n} {what}s"),
    }
}

/// Chooses the verb form for one name or several: `waits`, `wait`.
pub(super) fn verb<'a>(names: &[TaskId], one: &'a str, several: &'a str) -> &'a str {
    match names.len() {
        1 => one,
        _ => several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handful_is_named_and_the_rest_is_counted() {
        let names = |n: usize| list((0..n).map(|n| char::from(b'a' + n as u8).to_string()));
        assert_eq!([names(1), names(2)], ["a", "a and b"]);
        assert_eq!(names(5), "a, b, c, d and e");
        assert_eq!(names(6), "a, b, c, d and 2 more");
    }
}
