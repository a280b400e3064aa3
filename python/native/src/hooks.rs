//! The methods that replace those of one loop of asyncio while it is recorded.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3::{PyTraverseError, PyVisit, intern};

use crate::clock::Clock;
use crate::events::Events;
use crate::guard::guarded;
use crate::handles::{Handle, IoCall};
use crate::packed::{PASS, packed, packed_passed};
use crate::python::{call_with_context, python};
use crate::record_map::Records;
use crate::records::{LoopState, TaskRecord};
use crate::tasks::Tasks;

/// The hooks of a loop. `sink` is the recorder; see `Sink` in `coroscope/_steps.py`.
#[pyclass(frozen, module = "coroscope._native")]
pub(crate) struct Hooks {
    pub(crate) loop_: Py<PyAny>,
    pub(crate) state: Py<LoopState>,
    pub(crate) events: Py<Events>,
    pub(crate) clock: Clock,
    pub(crate) records: Py<Records>,
    pub(crate) threads: Py<PyDict>,
    lost: Py<PyDict>,
    pub(crate) tasks: Py<Tasks>,
    /// `Tasks.step_ended`, or a function that does more.
    pub(crate) is_watched: bool,
    pub(crate) step_ended: Py<PyAny>,
    pub(crate) callback_ran: Py<PyAny>,
    pub(crate) spawned: Py<PyAny>,
    pub(crate) woken: Py<PyAny>,
    pass_ended: Py<PyAny>,
    failed: Py<PyAny>,
    /// The queue of the loop, and its method.
    ready: Py<PyAny>,
    append: Py<PyAny>,
    /// The methods of the loop before it was recorded, by name.
    original: Py<PyDict>,
    /// Those that the program had put on the loop itself.
    own: Py<PyDict>,
    /// Whether asyncio's own method runs the passes, which counts the cancelled timers.
    counts_cancelled: AtomicBool,
    /// Hooks in Python for what is rare, by name.
    rare: Py<PyDict>,
}

#[pymethods]
impl Hooks {
    #[new]
    fn new(
        loop_: Bound<'_, PyAny>,
        state: Py<LoopState>,
        sink: &Bound<'_, PyAny>,
        original: Py<PyDict>,
        own: Py<PyDict>,
        rare: Py<PyDict>,
    ) -> PyResult<Hooks> {
        let py = loop_.py();
        let get = |name: &str| sink.getattr(name).map(Bound::unbind);
        let step_ended = sink.getattr("step_ended")?;
        let tasks = sink.getattr("compiled")?.cast_into::<Tasks>()?;
        let owner = step_ended.getattr_opt("__self__")?;
        let ready = loop_.getattr(intern!(py, "_ready"))?;
        Ok(Hooks {
            state,
            events: (sink.getattr("extend")?.getattr("__self__")?)
                .cast_into::<Events>()?
                .unbind(),
            clock: Clock::of(sink.getattr("now")?)?,
            records: sink.getattr("records")?.cast_into()?.unbind(),
            threads: sink.getattr("threads")?.cast_into()?.unbind(),
            lost: sink.getattr("lost")?.cast_into()?.unbind(),
            is_watched: owner.is_none_or(|it| !it.is(&tasks)),
            tasks: tasks.unbind(),
            step_ended: step_ended.unbind(),
            callback_ran: get("callback_ran")?,
            spawned: get("spawned")?,
            woken: get("woken_by_future")?,
            pass_ended: get("pass_ended")?,
            failed: get("failed")?,
            append: ready.getattr(intern!(py, "append"))?.unbind(),
            ready: ready.unbind(),
            loop_: loop_.unbind(),
            original,
            own,
            counts_cancelled: AtomicBool::new(false),
            rare,
        })
    }

    #[pyo3(signature = (callback, *args, context = None))]
    fn call_soon<'py>(
        slf: &Bound<'py, Hooks>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        let loop_ = this.loop_.bind(py);
        if loop_.getattr(intern!(py, "_closed"))?.is_truthy()? || this.is_debug(py)? {
            let rare = this.rare(intern!(py, "call_soon"))?;
            return rare.call1((callback, args, context));
        }
        let step = match guarded(|| this.wake(&callback, &args)) {
            Ok(step) => step,
            Err(error) => {
                this.failed(py, error);
                let original = this.original(intern!(py, "call_soon"))?;
                return call_with_context(&original, &[&callback], &args, context.as_ref());
            }
        };
        let handle = Handle::make(slf, callback, args, context, step)?.into_any();
        this.append.bind(py).call1((&handle,))?;
        Ok(handle)
    }

    #[pyo3(signature = (*args, **options))]
    fn create_task<'py>(
        &self,
        py: Python<'py>,
        args: Bound<'py, PyTuple>,
        options: Option<Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let has_factory = !(self.loop_.bind(py).getattr(intern!(py, "_task_factory"))?).is_none();
        let methods = if has_factory {
            &self.rare
        } else {
            &self.original
        };
        let create_task = self.item(methods, intern!(py, "create_task"))?;
        create_task.call(args, options.as_ref())
    }

    #[pyo3(signature = (when, callback, *args, context = None))]
    fn call_at<'py>(
        &self,
        when: Bound<'py, PyAny>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.set_timer(when, callback, args, context)
    }

    #[pyo3(signature = (delay, callback, *args, context = None))]
    fn call_later<'py>(
        &self,
        delay: Bound<'py, PyAny>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.set_delay(delay, callback, args, context)
    }

    fn _run_once(&self, py: Python<'_>) -> PyResult<()> {
        let name = intern!(py, "_run_once");
        match self.own.bind(py).get_item(name)? {
            Some(own) => own.call0().map(drop)?,
            None => {
                let loop_ = self.loop_.bind(py);
                let method = loop_.get_type().getattr(name)?;
                let is_asyncios = method.is(&python(py)?.run_once);
                self.counts_cancelled.store(is_asyncios, Ordering::Relaxed);
                method.call1((loop_,)).map(drop)?;
            }
        }
        let end = || {
            let (ready, timers) = self.count(py)?;
            let limits = self.state.bind(py).borrow().limits;
            let now = self.clock.now(py)?;
            let event = packed_passed(ready, timers, limits);
            self.events.get().push_parts(now, event);
            if self.events.get().is_due() || !self.lost.bind(py).is_empty() {
                self.pass_ended.bind(py).call0()?;
            }
            Ok(())
        };
        if let Err(error) = guarded(end) {
            self.failed(py, error);
        }
        Ok(())
    }

    fn _process_events(&self, py: Python<'_>, events: Bound<'_, PyAny>) -> PyResult<()> {
        self.call_of_loop(intern!(py, "_process_events"), events)?;
        let begin = || {
            let (ready, timers) = self.count(py)?;
            let now = self.clock.now(py)?;
            self.events.get().push(now, packed(PASS, ready, timers));
            Ok(())
        };
        if let Err(error) = guarded(begin) {
            self.failed(py, error);
        }
        Ok(())
    }

    fn _add_callback<'py>(slf: &Bound<'py, Hooks>, handle: Bound<'py, PyAny>) -> PyResult<()> {
        let (py, this) = (slf.py(), slf.get());
        let name = intern!(py, "_add_callback");
        let is_handle = handle.get_type().is(python(py)?.handle.bind(py));
        if !is_handle || this.own.bind(py).contains(name)? {
            return this.call_of_loop(name, handle);
        }
        if this.is_debug(py)? {
            return this.rare(name)?.call1((handle,)).map(drop);
        }
        if !handle.getattr(intern!(py, "_cancelled"))?.is_truthy()? {
            let call = IoCall {
                hooks: slf.clone().unbind(),
                handle: handle.unbind(),
            };
            this.append.bind(py).call1((Bound::new(py, call)?,))?;
        }
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.loop_)?;
        visit.call(&self.state)?;
        visit.call(&self.threads)?;
        visit.call(&self.lost)?;
        visit.call(&self.tasks)?;
        visit.call(&self.step_ended)?;
        visit.call(&self.callback_ran)?;
        visit.call(&self.spawned)?;
        visit.call(&self.woken)?;
        visit.call(&self.pass_ended)?;
        visit.call(&self.failed)?;
        visit.call(&self.ready)?;
        visit.call(&self.append)?;
        visit.call(&self.original)?;
        visit.call(&self.own)?;
        visit.call(&self.rare)
    }
}

impl Hooks {
    /// Ends the recording after an error of its own.
    pub(crate) fn failed(&self, py: Python<'_>, error: PyErr) {
        if let Err(error) = self.failed.bind(py).call1((error.into_value(py),)) {
            error.write_unraisable(py, None);
        }
    }

    /// The record of a task.
    pub(crate) fn record_of<'py>(
        &self,
        py: Python<'py>,
        task: usize,
    ) -> Option<Bound<'py, TaskRecord>> {
        self.records.get().find(py, task)
    }

    pub(crate) fn is_debug(&self, py: Python<'_>) -> PyResult<bool> {
        self.loop_
            .bind(py)
            .getattr(intern!(py, "_debug"))?
            .is_truthy()
    }

    /// A method in one of the dictionaries.
    fn item<'py>(
        &self,
        methods: &Py<PyDict>,
        name: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        methods.bind(name.py()).as_any().get_item(name)
    }

    pub(crate) fn original<'py>(&self, name: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        self.item(&self.original, name)
    }

    pub(crate) fn rare<'py>(&self, name: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        self.item(&self.rare, name)
    }

    /// Calls the program's method of the loop, or that of its class, which nest_asyncio replaces at any time.
    fn call_of_loop<'py>(
        &self,
        name: &Bound<'py, PyString>,
        argument: Bound<'py, PyAny>,
    ) -> PyResult<()> {
        let py = name.py();
        if let Some(own) = self.own.bind(py).get_item(name)? {
            return own.call1((argument,)).map(drop);
        }
        let loop_ = self.loop_.bind(py);
        let method = loop_.get_type().getattr(name)?;
        method.call1((loop_, argument)).map(drop)
    }

    /// The numbers of ready handles and pending timers.
    fn count(&self, py: Python<'_>) -> PyResult<(i64, i64)> {
        let loop_ = self.loop_.bind(py);
        let ready = self.ready.bind(py).len()? as i64;
        let scheduled = loop_.getattr(intern!(py, "_scheduled"))?.len()? as i64;
        if !self.counts_cancelled.load(Ordering::Relaxed) {
            return Ok((ready, scheduled));
        }
        // The cancelled ones are still there.
        let cancelled = loop_.getattr(intern!(py, "_timer_cancelled_count"))?;
        Ok((ready, scheduled - cancelled.extract::<i64>()?))
    }
}
