//! What is known about code objects: `Chains.kind_of` of `coroscope/_chain.py`, with the answers kept here.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit, intern};
use rustc_hash::FxHashMap;

use crate::python::identity;

/// What a code is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A library's, whose position does not matter.
    Librarys,
    /// One that may enter an `async with`.
    Enters,
    /// The program's.
    Users,
    /// One that runs a loop or its callbacks.
    Loops,
}

/// The codes that were seen. `Chains` in Python keeps them alive, so that their identities are not reused.
pub(crate) struct Codes {
    kinds: Mutex<FxHashMap<usize, Kind>>,
    /// The places of calls, by code and position.
    places: Mutex<FxHashMap<(usize, i64), i64>>,
    /// `Chains` in Python.
    chains: Py<PyAny>,
}

impl Codes {
    pub(crate) fn new(chains: Bound<'_, PyAny>) -> Codes {
        Codes {
            kinds: Mutex::default(),
            places: Mutex::default(),
            chains: chains.unbind(),
        }
    }

    /// `Chains` in Python.
    pub(crate) fn chains<'py>(&self, py: Python<'py>) -> &Bound<'py, PyAny> {
        self.chains.bind(py)
    }

    pub(crate) fn kind_of(&self, code: &Bound<'_, PyAny>) -> PyResult<Kind> {
        let key = identity(code);
        if let Some(known) = lock(&self.kinds).get(&key) {
            return Ok(*known);
        }
        let name = intern!(code.py(), "kind_of");
        let kind = match self
            .chains(code.py())
            .call_method1(name, (code,))?
            .extract::<u8>()?
        {
            0 => Kind::Librarys,
            1 => Kind::Enters,
            2 => Kind::Users,
            _ => Kind::Loops,
        };
        lock(&self.kinds).insert(key, kind);
        Ok(kind)
    }

    /// The place of a call. `find` asks Python for one that was not seen before.
    pub(crate) fn place(
        &self,
        key: (usize, i64),
        find: impl FnOnce() -> PyResult<i64>,
    ) -> PyResult<i64> {
        if let Some(known) = lock(&self.places).get(&key) {
            return Ok(*known);
        }
        let place = find()?;
        lock(&self.places).insert(key, place);
        Ok(place)
    }

    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.chains)
    }

    /// Forgets all codes.
    pub(crate) fn clear(&self) {
        lock(&self.kinds).clear();
        lock(&self.places).clear();
    }
}

/// The locks are never held while Python runs.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
