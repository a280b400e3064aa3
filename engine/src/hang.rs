//! Describes a script that hangs: no task is ready, no timer is pending, and no response from outside is awaited.

use crate::native::drive;
use crate::native::task::task::PyTask;
use crate::{current, place};
use coroscope_trace::Place;
use rustpython_vm::{AsObject, Py, PyObject, PyRef, VirtualMachine};

/// The maximum number of places in the message.
const MAX_PLACES: usize = 5;
/// The maximum number of tasks named per place, besides the first.
const MAX_NAMES: usize = 2;

/// Where a script hangs.
#[derive(Clone, Debug)]
pub(crate) struct Hang {
    /// Which tasks wait where.
    pub(crate) message: String,
    /// The first place in the message.
    pub(crate) place: Option<Place>,
}

/// Tasks that wait in the same line for the same thing.
struct Waiters {
    names: Vec<String>,
    place: Option<Place>,
    waits_for: String,
}

/// Describes where the pending tasks wait. The main task is last, because it usually waits for others.
pub(crate) fn describe(main: &PyObject, servers: &[String], vm: &VirtualMachine) -> Hang {
    let tasks = current::pending_tasks().into_iter();
    let (last, mut tasks): (Vec<PyRef<PyTask>>, Vec<PyRef<PyTask>>) = tasks
        .filter(|task| !task.is_of_stopped_loop(vm))
        .partition(|task| task.is(main));
    tasks.extend(last);
    let mut places: Vec<Waiters> = Vec::new();
    for task in &tasks {
        let coroutine = task.coroutine();
        let suspended = coroutine.and_then(|it| place::suspended(it, vm));
        let place = suspended.or_else(|| task.created_at());
        let waits_for = waited_for(task, vm);
        let name = PyTask::get_name(task);
        match places
            .iter_mut()
            .find(|it| (&it.place, &it.waits_for) == (&place, &waits_for))
        {
            Some(known) => known.names.push(name),
            None => places.push(Waiters {
                names: vec![name],
                place,
                waits_for,
            }),
        }
    }
    let place = places.iter().find_map(|waiters| waiters.place.clone());
    let mut parts: Vec<String> = (places.iter().take(MAX_PLACES))
        .map(Waiters::describe)
        .collect();
    let more = places.iter().skip(MAX_PLACES).map(|it| it.names.len());
    match more.sum() {
        0 => {}
        1 => parts.push("1 more task waits".to_owned()),
        more => parts.push(format!("{more} more tasks wait")),
    }
    let waits = match parts.is_empty() {
        true => "nothing is left that the loop could wait for".to_owned(),
        false => parts.join("; "),
    };
    Hang {
        message: format!("Would hang here: {waits}{}", idle_servers(servers)),
        place,
    }
}

/// Why servers that wait have nothing to do, and what would help.
fn idle_servers(servers: &[String]) -> String {
    let (which, it) = match servers {
        [] => return String::new(),
        [one] => (format!("The server at {one} waits"), "it"),
        [rest @ .., last] => (
            format!("The servers at {} and {last} wait", rest.join(", ")),
            "them",
        ),
    };
    format!(
        ". {which} for clients, but nothing is left in this run that connects: only the script itself can reach {it}. \
         Add a task that connects, with asyncio.open_connection or aiohttp, or close the server at the end"
    )
}

impl Waiters {
    /// `worker-1 waits in line 17 (Queue.get), as do worker-2 and 3 more`.
    fn describe(&self) -> String {
        let line = self.place.as_ref().map_or(String::new(), place::in_line);
        let others = self.names.get(1..).unwrap_or_default();
        let named = others.len().min(MAX_NAMES);
        let mut names: Vec<String> = others[..named].to_vec();
        if others.len() > named {
            names.push(format!("{} more", others.len() - named));
        }
        let others = match names.as_slice() {
            [] => String::new(),
            [one] => format!(", as does {one}"),
            [rest @ .., last] => format!(", as do {} and {last}", rest.join(", ")),
        };
        format!("{} waits{line} ({}){others}", self.names[0], self.waits_for)
    }
}

/// What a task waits for.
fn waited_for(task: &Py<PyTask>, vm: &VirtualMachine) -> String {
    let Some(object) = task.awaited_object() else {
        return "its turn".to_owned();
    };
    let name = |object: &PyObject| PyTask::of(object).map(PyTask::get_name);
    if let Some(name) = name(&object) {
        return format!("for {name}");
    }
    // Set for futures behind streams and servers.
    let named = (object.dict()).and_then(|dict| dict.get_item("_waits_for", vm).ok());
    if let Some(name) = named.and_then(|name| name.str(vm).ok()) {
        return name.to_string_lossy().into_owned();
    }
    if drive::as_future(&object).is_none() {
        return drive::describe(&object, vm)
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
