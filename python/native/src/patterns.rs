//! What is known about the waits at each position in the code. `coroscope/_patterns.py` finds it out, once for each.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::intern;
use pyo3::prelude::*;
use rustc_hash::FxHashMap;

use crate::peers::Peers;

/// What a task waits for, as far as it decides how that is recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sleep,
    Resource,
    Other,
}

/// A `Pattern` of Python, with the attributes that are needed often.
pub(crate) struct Pattern {
    pub(crate) object: Py<PyAny>,
    pub(crate) kind: Kind,
    /// The numbers of waits: for a turn, without an operand.
    pub(crate) turn: i64,
    pub(crate) wait: i64,
    /// The link in which the primitive is.
    pub(crate) at: usize,
    /// Whether a link is inside of `async with` for a lock.
    pub(crate) is_locked: bool,
    /// Whether all waits are `wait`.
    is_fixed: AtomicBool,
    /// Whether a library's call waits for a peer, until it is known that none is found.
    pub(crate) has_peers: bool,
    pub(crate) peers: Peers,
    /// Where the primitive was found last among the variables.
    pub(crate) self_at: AtomicUsize,
}

impl Pattern {
    fn new(object: &Bound<'_, PyAny>) -> PyResult<Pattern> {
        let kind: String = object.getattr("kind")?.extract()?;
        let fixed: i64 = object.getattr("fixed")?.extract()?;
        let kind = match kind.as_str() {
            "sleep" => Kind::Sleep,
            "resource" => Kind::Resource,
            _ => Kind::Other,
        };
        Ok(Pattern {
            kind,
            turn: object.getattr("turn")?.extract()?,
            wait: object.getattr("wait")?.extract()?,
            at: object.getattr("at")?.extract()?,
            is_locked: object.getattr("locked")?.len()? > 0,
            is_fixed: AtomicBool::new(fixed != 0),
            has_peers: !object.getattr("peers")?.is_none(),
            peers: Peers::default(),
            self_at: AtomicUsize::new(0),
            object: object.clone().unbind(),
        })
    }

    /// Whether all waits are the same.
    pub(crate) fn is_fixed(&self) -> bool {
        self.is_fixed.load(Ordering::Relaxed)
    }

    /// Takes over what Python has found out about the peers: one, or that all waits are the same.
    pub(crate) fn update(&self, py: Python<'_>) -> PyResult<()> {
        if self.has_peers {
            let fixed: i64 = self
                .object
                .bind(py)
                .getattr(intern!(py, "fixed"))?
                .extract()?;
            self.is_fixed.store(fixed != 0, Ordering::Relaxed);
            self.peers
                .update(&self.object.bind(py).getattr(intern!(py, "peers"))?)?;
        }
        Ok(())
    }
}

/// The patterns that were used so far, by the positions of their chains.
#[derive(Default)]
pub(crate) struct Patterns(Mutex<FxHashMap<Box<[i64]>, Arc<Pattern>>>);

impl Patterns {
    /// The pattern for a position. `find` asks Python for one that was not used before.
    pub(crate) fn get<'py>(
        &self,
        position: &[i64],
        find: impl FnOnce() -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Arc<Pattern>> {
        let known = self.lock().get(position).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Arc::new(Pattern::new(&find()?)?);
        self.lock().insert(position.into(), Arc::clone(&found));
        Ok(found)
    }

    /// Forgets all patterns, whose code may no longer exist.
    pub(crate) fn clear(&self) {
        let forgotten = std::mem::take(&mut *self.lock());
        drop(forgotten);
    }

    /// The lock is never held while Python runs.
    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<Box<[i64]>, Arc<Pattern>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
