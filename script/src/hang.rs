//! A script that would hang: nothing is ready, no timer is pending, and nothing is awaited from outside.

use crate::native::drive;
use crate::native::task::task::PyTask;
use crate::{current, place};
use rustpython_vm::{AsObject, Py, PyObject, PyRef, VirtualMachine};

/// Places that are named.
const MOST_PLACES: usize = 5;
/// Tasks that are named at a place, beside the first.
const MOST_NAMES: usize = 2;

/// Where a script would hang.
#[derive(Clone, Debug)]
pub(crate) struct Hang {
    /// Who waits where, in words.
    pub(crate) words: String,
    /// The first line that is named.
    pub(crate) line: Option<u32>,
}

/// Tasks that wait at the same place for the same.
struct Waiting {
    names: Vec<String>,
    line: Option<u32>,
    on: String,
}

/// Tells where the pending tasks wait; the one that the loop is run for comes last, because it mostly waits for others.
pub(crate) fn tell(main: &PyObject, vm: &VirtualMachine) -> Hang {
    let (last, mut tasks): (Vec<PyRef<PyTask>>, Vec<PyRef<PyTask>>) = current::pending_tasks()
        .into_iter()
        .partition(|task| task.is(main));
    tasks.extend(last);
    let mut places: Vec<Waiting> = Vec::new();
    for task in &tasks {
        let coroutine = task.coroutine();
        let suspended = coroutine.and_then(|it| place::suspended(it, vm));
        let line = suspended.or_else(|| task.made_at());
        let (line, on) = (line.map(|place| place.line), on_what(task, vm));
        let name = PyTask::get_name(task);
        match places
            .iter_mut()
            .find(|it| (it.line, &it.on) == (line, &on))
        {
            Some(known) => known.names.push(name),
            None => places.push(Waiting {
                names: vec![name],
                line,
                on,
            }),
        }
    }
    let line = places.iter().find_map(|place| place.line);
    let mut told: Vec<String> = places.iter().take(MOST_PLACES).map(Waiting::told).collect();
    let more = places.iter().skip(MOST_PLACES).map(|it| it.names.len());
    match more.sum() {
        0 => {}
        1 => told.push("1 more task waits".to_owned()),
        more => told.push(format!("{more} more tasks wait")),
    }
    let words = match told.is_empty() {
        true => "nothing is left that the loop could wait for".to_owned(),
        false => told.join("; "),
    };
    Hang {
        words: format!("Would hang here: {words}"),
        line,
    }
}

impl Waiting {
    /// `worker-1 waits in line 17 (Queue.get), as do worker-2 and 3 more`.
    fn told(&self) -> String {
        let line = match self.line {
            Some(line) => format!(" in line {line}"),
            None => String::new(),
        };
        let others = self.names.get(1..).unwrap_or_default();
        let named = others.len().min(MOST_NAMES);
        let mut names: Vec<String> = others[..named].to_vec();
        if others.len() > named {
            names.push(format!("{} more", others.len() - named));
        }
        let others = match names.as_slice() {
            [] => String::new(),
            [one] => format!(", as does {one}"),
            [rest @ .., last] => format!(", as do {} and {last}", rest.join(", ")),
        };
        format!("{} waits{line} ({}){others}", self.names[0], self.on)
    }
}

/// What a task waits for.
fn on_what(task: &Py<PyTask>, vm: &VirtualMachine) -> String {
    let Some(object) = task.waits_on() else {
        return "its turn".to_owned();
    };
    let name = |object: &PyObject| PyTask::of(object).map(PyTask::get_name);
    if let Some(name) = name(&object) {
        return format!("for {name}");
    }
    if drive::as_future(&object).is_none() {
        return drive::told(&object, vm)
            .trim_end_matches("()")
            .replace("__aenter__", "acquire");
    }
    let names: Vec<String> = task
        .tasks_behind(&object, vm)
        .iter()
        .filter_map(|it| name(it))
        .collect();
    match names.as_slice() {
        [] => "a future".to_owned(),
        [one] => format!("for {one}"),
        [first, second] => format!("for {first} and {second}"),
        [first, rest @ ..] => format!("for {first} and {} more tasks", rest.len()),
    }
}
