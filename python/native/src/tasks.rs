//! What is done for tasks often: the compiled part of `Tasks` in `coroscope/_tasks.py`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use crate::chain::Links;
use crate::clock::Clock;
use crate::codes::Codes;
use crate::events::Events;
use crate::patterns::Patterns;
use crate::peers::Transports;
use crate::records::TaskRecord;
use crate::resources::Primitives;
use crate::spawn::Spawner;

/// The tasks of a recording. `tasks` is the object in Python, which does what is rare.
#[pyclass(frozen, module = "coroscope._native")]
pub(crate) struct Tasks {
    pub(crate) events: Py<Events>,
    pub(crate) clock: Clock,
    pub(crate) links: Links,
    pub(crate) codes: Codes,
    pub(crate) patterns: Patterns,
    pub(crate) primitives: Primitives,
    pub(crate) spawner: Spawner,
    pub(crate) transports: Transports,
    /// Resources by the identities of their primitives.
    pub(crate) known: Py<PyDict>,
    /// Tasks whose error was not retrieved.
    pub(crate) failed: Py<PyDict>,
    pub(crate) tasks: Py<PyAny>,
}

#[pymethods]
impl Tasks {
    #[new]
    fn new(
        tasks: Bound<'_, PyAny>,
        log: &Bound<'_, PyAny>,
        places: &Bound<'_, PyAny>,
    ) -> PyResult<Tasks> {
        let resources = tasks.getattr("resources")?;
        Ok(Tasks {
            events: log.getattr("recent")?.cast_into()?.unbind(),
            clock: Clock::of(log.getattr("clock")?)?,
            links: Links::new(tasks.py())?,
            codes: Codes::new(tasks.getattr("chains")?),
            patterns: Patterns::default(),
            primitives: Primitives::new(&resources)?,
            spawner: Spawner::new(&tasks, log, places)?,
            transports: Transports::new(&tasks)?,
            known: resources.getattr("known")?.cast_into()?.unbind(),
            failed: tasks.getattr("failed")?.cast_into()?.unbind(),
            tasks: tasks.unbind(),
        })
    }

    /// Records what a task waits for after a step, or how it ended.
    fn step_ended(&self, record: &Bound<'_, TaskRecord>, _began: i64, now: i64) -> PyResult<()> {
        let py = record.py();
        let reference = record.borrow().task.clone_ref(py);
        let task = reference.bind(py).call0()?;
        match task.is_none() {
            true => Ok(()),
            false => self.end(record, &task, now),
        }
    }

    /// Forgets all codes, which may no longer exist.
    fn forget_codes(&self) {
        self.patterns.clear();
        self.codes.clear();
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.known)?;
        visit.call(&self.failed)?;
        visit.call(&self.primitives.read)?;
        self.codes.visit(&visit)?;
        self.spawner.visit(&visit)?;
        self.transports.visit(&visit)?;
        visit.call(&self.tasks)
    }
}
