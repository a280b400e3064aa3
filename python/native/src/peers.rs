//! The peer that a library's call waits for, where it was found before: `Peers._again` of `coroscope/_peers.py` in Rust.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use pyo3::{PyTraverseError, PyVisit, intern};

use crate::chain::Chain;
use crate::patterns::Pattern;
use crate::python::{identity, python};
use crate::resources::Primitives;

/// What is known about the peers of one await chain.
#[derive(Default)]
pub(crate) struct Peers(Mutex<Option<Arc<Path>>>);

/// How to get from a link of the chain to a transport.
struct Path {
    /// The same in Python.
    object: Py<PyAny>,
    /// The link, and which of its variables.
    at: usize,
    variable: usize,
    /// Attributes, each with the type of the object that has it.
    steps: Vec<(Py<PyType>, Py<PyString>)>,
    transport: Py<PyType>,
    /// The numbers of waits, by addresses.
    numbers: Py<PyDict>,
}

impl Peers {
    /// Takes over where Python has found a transport last.
    pub(crate) fn update(&self, peers: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = peers.py();
        let path = peers.getattr(intern!(py, "_path"))?;
        let known = self.get();
        if path.is_none() || known.is_some_and(|it| it.object.is(&path)) {
            return Ok(());
        }
        let (at, variable, steps, last): (_, _, _, Bound<'_, PyType>) = path.extract()?;
        let module = py.import("coroscope._peers")?;
        let is_transport = module
            .getattr("is_transport")?
            .cast_into::<PyDict>()?
            .get_item(&last)?
            .map_or(Ok(false), |it| it.is_truthy())?;
        let with_addresses = peers.getattr("_with_addresses")?.is_truthy()?;
        let found = match is_transport && with_addresses {
            true => Some(Arc::new(Path {
                at,
                variable,
                steps,
                transport: last.unbind(),
                numbers: peers.getattr("_numbers")?.cast_into()?.unbind(),
                object: path.unbind(),
            })),
            false => None,
        };
        let before = std::mem::replace(&mut *self.lock(), found);
        drop(before);
        Ok(())
    }

    fn get(&self) -> Option<Arc<Path>> {
        self.lock().clone()
    }

    /// The lock is never held while Python runs.
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Path>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds the peers of transports.
pub(crate) struct Transports {
    /// The transports of subprocesses, by their identities.
    programs: Py<PyDict>,
}

impl Transports {
    pub(crate) fn new(tasks: &Bound<'_, PyAny>) -> PyResult<Transports> {
        Ok(Transports {
            programs: tasks.getattr("programs")?.cast_into()?.unbind(),
        })
    }

    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.programs)
    }

    /// The number of the wait, if its peer is where one was found before, and has had a wait here.
    pub(crate) fn wait(
        &self,
        pattern: &Pattern,
        chain: &Chain<'_>,
        waiter: &Bound<'_, PyAny>,
        primitives: &Primitives,
    ) -> PyResult<Option<i64>> {
        let py = waiter.py();
        // Python looks whether others are tasks.
        if !waiter.get_type().is(python(py)?.future.bind(py)) {
            return Ok(None);
        }
        let Some(path) = pattern.peers.get() else {
            return Ok(None);
        };
        let Some(node) = chain.nodes.get(path.at) else {
            return Ok(None);
        };
        let Some(variables) = primitives.variables(node)? else {
            return Ok(None);
        };
        if path.variable >= variables.len() {
            return Ok(None);
        }
        let mut value = variables.get_item(path.variable)?;
        for (kind, name) in &path.steps {
            // Of this type it is known that nothing runs.
            if !value.get_type().is(kind.bind(py)) {
                return Ok(None);
            }
            match value.getattr_opt(name.bind(py))? {
                Some(inner) => value = inner,
                None => return Ok(None),
            }
        }
        let is_known = value.get_type().is(path.transport.bind(py));
        if !is_known || self.programs.bind(py).contains(identity(&value))? {
            return Ok(None);
        }
        let name = intern!(py, "peername");
        // What asyncio's own method does, without a call.
        let peer = match value.getattr_opt(intern!(py, "_extra"))? {
            Some(extra) if extra.is_exact_instance_of::<PyDict>() => {
                let known = extra.cast::<PyDict>()?.get_item(name)?;
                known.unwrap_or_else(|| py.None().into_bound(py))
            }
            _ => value.call_method1(intern!(py, "get_extra_info"), (name,))?,
        };
        match path.numbers.bind(py).get_item(peer)? {
            Some(number) => number.extract().map(Some),
            None => Ok(None),
        }
    }
}
