//! Records tasks that were not seen before: `Tasks.spawned` in Rust.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyWeakrefReference};
use pyo3::{PyTraverseError, PyVisit, intern};

use crate::codes::Kind;
use crate::packed::{OPERAND, SPAWN, number_in_name, packed, packed_name};
use crate::python::identity;
use crate::record_map::{Destroyed, Records};
use crate::records::TaskRecord;
use crate::tasks::Tasks;

/// What is needed to record a new task.
pub(crate) struct Spawner {
    records: Py<Records>,
    /// The names of tasks by their numbers.
    names: Py<PyDict>,
    /// The numbers of coroutines' names, and a function for those that have none yet.
    functions: Py<PyDict>,
    function_number: Py<PyAny>,
    next_number: Py<PyAny>,
    place_of_call: Py<PyAny>,
}

impl Spawner {
    pub(crate) fn new(
        tasks: &Bound<'_, PyAny>,
        log: &Bound<'_, PyAny>,
        places: &Bound<'_, PyAny>,
    ) -> PyResult<Spawner> {
        Ok(Spawner {
            records: tasks.getattr("records")?.cast_into()?.unbind(),
            names: log
                .getattr("tables")?
                .getattr("names")?
                .cast_into()?
                .unbind(),
            functions: log.getattr("function_numbers")?.cast_into()?.unbind(),
            function_number: log.getattr("function_number")?.unbind(),
            next_number: tasks.getattr("next_number")?.unbind(),
            place_of_call: places.getattr("of_call")?.unbind(),
        })
    }

    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.names)?;
        visit.call(&self.functions)?;
        visit.call(&self.function_number)?;
        visit.call(&self.place_of_call)
    }
}

impl Tasks {
    /// Records a task that was made by a call from a frame.
    pub(crate) fn spawn<'py>(
        &self,
        task: &Bound<'py, PyAny>,
        coro: &Bound<'py, PyAny>,
        parent: i64,
        frame: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, TaskRecord>> {
        let (py, spawner) = (task.py(), &self.spawner);
        let number: i64 = spawner.next_number.bind(py).call0()?.extract()?;
        let empty = || PyString::intern(py, "").into_any();
        let function = coro
            .getattr_opt(intern!(py, "__qualname__"))?
            .unwrap_or_else(empty);
        let name = match task.getattr_opt(intern!(py, "get_name"))? {
            Some(get_name) => get_name.call0()?,
            None => empty(),
        };
        let function_number = match spawner.functions.bind(py).get_item(&function)? {
            Some(known) => known,
            None => spawner.function_number.bind(py).call1((&function,))?,
        };
        let now = self.clock.now(py)?;
        // A name of asyncio's is not kept as a text for each task.
        let own = match name.cast::<PyString>() {
            Ok(text) => text.to_str().ok().and_then(number_in_name),
            Err(_) => None,
        };
        match own {
            Some(own) => self.events.get().push(now, packed(OPERAND, number, own)),
            None => spawner.names.bind(py).set_item(number, &name)?,
        }
        let place = self.place(frame, coro)?;
        let events = self.events.get();
        events.push(now, packed(SPAWN, number, parent));
        events.push_parts(now, packed_name(number, place, function_number.extract()?));
        let key = identity(task);
        let destroyed = Destroyed {
            key,
            records: spawner.records.clone_ref(py),
            failed: self.failed.clone_ref(py),
            tasks: self.tasks.clone_ref(py),
        };
        let reference = PyWeakrefReference::new_with(task, Bound::new(py, destroyed)?)?;
        let record = TaskRecord::new(
            py,
            number,
            function.unbind(),
            name.unbind(),
            reference.into_any().unbind(),
        );
        let record = Bound::new(py, record)?;
        if spawner.records.get().is_empty() {
            self.tasks.bind(py).setattr(intern!(py, "has_any"), true)?;
        }
        let before = spawner.records.get().add(key, record.clone().unbind());
        drop(before);
        Ok(record)
    }

    /// The line of the program that made a task.
    fn place<'py>(&self, frame: Bound<'py, PyAny>, coro: &Bound<'py, PyAny>) -> PyResult<i64> {
        let py = frame.py();
        let mut at = frame.clone();
        while !at.is_none() {
            let code = at.getattr(intern!(py, "f_code"))?;
            match self.codes.kind_of(&code)? {
                Kind::Loops => break,
                Kind::Users => {
                    let key = (
                        identity(&code),
                        at.getattr(intern!(py, "f_lasti"))?.extract()?,
                    );
                    let find = || self.spawner.place_of_call.bind(py).call1((&at,))?.extract();
                    return self.codes.place(key, find);
                }
                Kind::Librarys | Kind::Enters => at = at.getattr(intern!(py, "f_back"))?,
            }
        }
        let tasks = self.tasks.bind(py);
        tasks
            .call_method1(intern!(py, "place"), (frame, coro))?
            .extract()
    }
}
