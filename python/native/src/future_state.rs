//! Whether a future or task is done, read from its attribute without a call.

use pyo3::intern;
use pyo3::prelude::*;

/// The state of a future or task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FutureState {
    Pending,
    Cancelled,
    Finished,
}

impl FutureState {
    pub(crate) fn of(future: &Bound<'_, PyAny>) -> PyResult<FutureState> {
        let py = future.py();
        if let Some(state) = future.getattr_opt(intern!(py, "_state"))? {
            // asyncio's states are interned strings.
            for (name, known) in [
                (intern!(py, "PENDING"), FutureState::Pending),
                (intern!(py, "FINISHED"), FutureState::Finished),
                (intern!(py, "CANCELLED"), FutureState::Cancelled),
            ] {
                if state.is(name) {
                    return Ok(known);
                }
            }
        }
        if future.call_method0(intern!(py, "cancelled"))?.is_truthy()? {
            return Ok(FutureState::Cancelled);
        }
        Ok(
            match future.call_method0(intern!(py, "done"))?.is_truthy()? {
                true => FutureState::Finished,
                false => FutureState::Pending,
            },
        )
    }
}
