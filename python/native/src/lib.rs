//! The compiled form of the recorder's hot path: what runs with each step of a task, each callback and each pass of a loop.
//!
//! `coroscope/_steps.py`, `_schedule.py` and `_loop.py` are the same in Python; both forms record the same events. What is
//! rare is only in Python, and is called from here.
//!
//! An error or a panic here ends the recording, never the program: see [`guard`].

mod chain;
mod clock;
mod codes;
mod events;
mod future_state;
mod guard;
mod handles;
mod hooks;
mod packed;
mod patterns;
mod peers;
mod python;
mod record_map;
mod records;
mod resources;
mod run;
mod spawn;
mod step_end;
mod tasks;
mod timers;
mod wake;

use pyo3::prelude::*;

/// The module `coroscope._native`.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    clock::start(module.py())?;
    module.add_function(wrap_pyfunction!(clock::now, module)?)?;
    module.add_class::<events::Events>()?;
    module.add_class::<handles::Handle>()?;
    module.add_class::<handles::IoCall>()?;
    module.add_class::<hooks::Hooks>()?;
    module.add_class::<record_map::Records>()?;
    module.add_class::<records::LoopState>()?;
    module.add_class::<records::TaskRecord>()?;
    module.add_class::<tasks::Tasks>()
}
