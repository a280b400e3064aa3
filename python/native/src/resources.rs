//! The primitives that tasks wait for: which one it is, and the level of queues. `coroscope/_resources.py` does the rest.

use std::sync::atomic::Ordering;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::clock::Clock;
use crate::events::Events;
use crate::packed::packed_level;
use crate::patterns::Pattern;
use crate::python::python;

/// What is needed to find primitives and to read them.
pub(crate) struct Primitives {
    /// Whether types are those of primitives, for the types that were seen, and a function for others.
    seen: Py<PyDict>,
    is_primitive: Py<PyAny>,
    /// `Resources.read`.
    pub(crate) read: Py<PyAny>,
    /// Whether variables are in the frame and not in the coroutine: before Python 3.11.
    is_in_frame: bool,
}

impl Primitives {
    pub(crate) fn new(resources: &Bound<'_, PyAny>) -> PyResult<Primitives> {
        let py = resources.py();
        let module = py.import("coroscope._resources")?;
        Ok(Primitives {
            seen: module.getattr("seen_types")?.cast_into()?.unbind(),
            is_primitive: module.getattr("is_primitive")?.unbind(),
            read: resources.getattr("read")?.unbind(),
            is_in_frame: py
                .import("coroscope._chain")?
                .getattr("IN_FRAME")?
                .extract()?,
        })
    }

    /// The primitive whose method a task waits in.
    pub(crate) fn find<'py>(
        &self,
        pattern: &Pattern,
        node: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(found) = self.variables(node)? else {
            return Ok(None);
        };
        let at = pattern.self_at.load(Ordering::Relaxed);
        if at < found.len() {
            let likely = found.get_item(at)?;
            if self.is_primitive(&likely)? {
                return Ok(Some(likely));
            }
        }
        for (at, value) in found.iter().enumerate() {
            if self.is_primitive(&value)? {
                pattern.self_at.store(at, Ordering::Relaxed);
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The variables of a coroutine, and what its statements keep: `locals_and_stack` of `coroscope/_chain.py`.
    pub(crate) fn variables<'py>(
        &self,
        node: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyList>>> {
        let py = node.py();
        let referents = python(py)?.referents.bind(py);
        let found = match self.is_in_frame {
            true => match node.getattr_opt(intern!(py, "cr_frame"))? {
                Some(frame) => referents.call1((node, frame))?,
                None => return Ok(None),
            },
            false => referents.call1((node,))?,
        };
        Ok(Some(found.cast_into()?))
    }

    fn is_primitive(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, kind) = (value.py(), value.get_type());
        match self.seen.bind(py).get_item(&kind)? {
            Some(known) => known.is_truthy(),
            None => self.is_primitive.bind(py).call1((kind,))?.is_truthy(),
        }
    }

    /// Records the level of a resource and its waiters, if they have changed.
    pub(crate) fn read(
        &self,
        resource: &Bound<'_, PyAny>,
        events: &Events,
        clock: &Clock,
    ) -> PyResult<()> {
        let py = resource.py();
        let kind = resource.getattr(intern!(py, "kind"))?;
        let kind = kind.cast::<PyString>()?.to_str()?;
        if !matches!(kind, "Queue" | "Semaphore" | "Event") {
            return self.read.bind(py).call1((resource,)).map(drop);
        }
        let primitive = resource.getattr(intern!(py, "reference"))?.call0()?;
        if primitive.is_none() {
            return Ok(());
        }
        let count = |name: &Bound<'_, PyString>| {
            let waiters = primitive.getattr(name)?;
            Ok::<_, PyErr>(if waiters.is_none() {
                0
            } else {
                waiters.len()? as i64
            })
        };
        let level = match kind {
            "Queue" => (
                count(intern!(py, "_queue"))?,
                count(intern!(py, "_getters"))?,
                count(intern!(py, "_putters"))?,
            ),
            _ => {
                let value: i64 = primitive.getattr(intern!(py, "_value"))?.extract()?;
                (value.max(0), count(intern!(py, "_waiters"))?, 0)
            }
        };
        let name = intern!(py, "level");
        let before = resource.getattr(name)?;
        if before.len()? == 3 && before.extract::<(i64, i64, i64)>()? == level {
            return Ok(());
        }
        resource.setattr(name, level)?;
        let number = resource.getattr(intern!(py, "number"))?.extract()?;
        events.push_parts(clock.now(py)?, packed_level(number, level));
        Ok(())
    }
}
