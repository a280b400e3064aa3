//! What a future is inside: its state, how it is settled, and who hears of that.

use super::future::future::PyFuture;
use super::task::task::PyTask;
use crate::native::exceptions;
use crate::{calling, current};
use core::cell::Cell;
use core::task::Waker;
use rustpython_common::lock::PyMutex;
use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyTraceback};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// How far a future has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::native) enum Stage {
    Pending,
    Value,
    Error,
    Cancelled,
}

/// A future's state, with what belongs to it.
pub(in crate::native) enum State {
    Pending,
    Value(PyObjectRef),
    Error(PyBaseExceptionRef, Option<PyRef<PyTraceback>>),
    Cancelled,
}

/// Who hears that a future has its result. The garbage collector looks through it.
#[derive(Traverse)]
pub(in crate::native) struct Callback {
    /// A function of the script's, and the context that it runs in.
    pub(in crate::native) function: Option<PyObjectRef>,
    context: Option<PyObjectRef>,
    /// Or the task that awaits it, which nobody else need keep, as in asyncio.
    task: Option<PyRef<PyTask>>,
    #[pytraverse(skip)]
    waker: Option<Waker>,
}

impl Callback {
    pub(in crate::native) fn call(function: PyObjectRef, context: Option<PyObjectRef>) -> Callback {
        Callback {
            function: Some(function),
            context,
            task: None,
            waker: None,
        }
    }

    fn wakes(&self, task: &Py<PyTask>) -> bool {
        self.task.as_ref().is_some_and(|known| known.is(task))
    }
}

impl PyFuture {
    pub(crate) fn new() -> PyFuture {
        PyFuture {
            stage: Cell::new(Stage::Pending),
            result: PyMutex::default(),
            traceback: PyMutex::default(),
            callbacks: PyMutex::default(),
            in_flight: PyMutex::default(),
            event_loop: PyMutex::default(),
            cancel_message: PyMutex::default(),
            cancelled_error: PyMutex::default(),
            unseen: Cell::new(false),
        }
    }

    /// Sets its loop: `given`, or the one that runs.
    pub(crate) fn set_loop(&self, given: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        let given = given.filter(|given| !vm.is_none(given));
        let event_loop = match given {
            Some(given) => given,
            None => current::event_loop(vm)?,
        };
        put(&self.event_loop, Some(event_loop));
        Ok(())
    }

    pub(crate) fn is_pending(&self) -> bool {
        self.stage.get() == Stage::Pending
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.stage.get() == Stage::Cancelled
    }

    /// Its loop.
    pub(crate) fn event_loop(&self) -> Option<PyObjectRef> {
        self.event_loop.lock().clone()
    }

    pub(in crate::native) fn state(&self) -> State {
        let result = || self.result.lock().clone();
        let error = || result().and_then(|it| it.downcast::<PyBaseException>().ok());
        let value = match self.stage.get() {
            Stage::Pending => None,
            Stage::Value => result().map(State::Value),
            Stage::Error => error().map(|error| State::Error(error, self.traceback.lock().clone())),
            Stage::Cancelled => Some(State::Cancelled),
        };
        value.unwrap_or(State::Pending)
    }

    pub(crate) fn mark_seen(&self) {
        self.unseen.set(false);
    }

    /// Its value, or what it failed with.
    pub(crate) fn outcome(&self, vm: &VirtualMachine) -> PyResult {
        match self.state() {
            State::Pending => Err(exceptions::error(
                "InvalidStateError",
                "Result is not set.",
                vm,
            )),
            State::Value(value) => Ok(value),
            State::Error(error, traceback) => {
                self.unseen.set(false);
                error.set_traceback(traceback);
                Err(error)
            }
            State::Cancelled => Err(self.cancellation(vm)),
        }
    }

    /// The exception of a cancelled future.
    pub(crate) fn cancellation(&self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let kept = self.cancelled_error.lock().take();
        if let Some(error) = kept {
            return error;
        }
        let message = self.cancel_message.lock().clone();
        exceptions::cancelled_error(message, vm)
    }

    /// The exception with which the cancellation of its body ended.
    pub(crate) fn keep_cancellation(&self, error: PyBaseExceptionRef) {
        put(&self.cancelled_error, Some(error));
    }

    /// Wakes `task` when it has its result, in its turn among the callbacks. Until then the task is this future's: where
    /// nobody else knows the two, they are gone.
    pub(crate) fn wake_when_done(&self, task: &Py<PyTask>, waker: Waker) {
        self.callbacks.lock().push(Callback {
            function: None,
            context: None,
            task: Some(task.to_owned()),
            waker: Some(waker),
        });
    }

    /// Takes the wish of [`wake_when_done`](PyFuture::wake_when_done) back.
    pub(crate) fn forget_waiter(&self, task: &Py<PyTask>) {
        let callbacks = core::mem::take(&mut *self.callbacks.lock());
        let (forgotten, kept): (Vec<Callback>, Vec<Callback>) =
            callbacks.into_iter().partition(|it| it.wakes(task));
        put(&self.callbacks, kept);
        drop(forgotten);
    }

    pub(crate) fn settle_value(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        value: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.settle(object, Stage::Value, Some(value), vm)
    }

    pub(crate) fn settle_error(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        error: PyBaseExceptionRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if !zelf.is_pending() {
            return Err(invalid_state(vm));
        }
        put(&zelf.traceback, error.traceback());
        zelf.unseen.set(true);
        zelf.settle(object, Stage::Error, Some(error.into()), vm)
    }

    pub(crate) fn settle_cancelled(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        put(&zelf.cancel_message, message);
        zelf.settle(object, Stage::Cancelled, None, vm)
    }

    fn settle(
        &self,
        object: &PyObject,
        stage: Stage,
        result: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if !self.is_pending() {
            return Err(invalid_state(vm));
        }
        put(&self.result, result);
        self.stage.set(stage);
        let callbacks = core::mem::take(&mut *self.callbacks.lock());
        for callback in callbacks {
            if let Some(task) = callback.task {
                current::keep_task(&task);
            }
            if let Some(waker) = callback.waker {
                waker.wake();
            }
            if let Some(function) = callback.function {
                self.in_flight.lock().push(function.clone());
                self.call_soon(object, function, callback.context, vm)?;
            }
        }
        Ok(())
    }

    /// A done callback has run.
    pub(in crate::native) fn forget_call(&self, function: &PyObject) {
        let mut in_flight = self.in_flight.lock();
        let found = in_flight.iter().position(|known| known.is(function));
        let forgotten = found.map(|index| in_flight.remove(index));
        drop(in_flight);
        drop(forgotten);
    }

    /// The functions that hear of its end, also where they are only scheduled.
    pub(in crate::native) fn listeners(&self) -> Vec<PyObjectRef> {
        let callbacks = self.callbacks.lock();
        let waiting = callbacks.iter().filter_map(|it| it.function.clone());
        let scheduled = self.in_flight.lock().to_vec();
        waiting.chain(scheduled).collect()
    }

    /// Has the loop call a done callback. The log takes a task that has ended for the cause of what it does.
    pub(in crate::native) fn call_soon(
        &self,
        object: &PyObject,
        function: PyObjectRef,
        context: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let Some(event_loop) = self.event_loop() else {
            return Err(vm.new_runtime_error("Future object is not initialized."));
        };
        let named = context.map(|context| ("context".into(), context));
        let args = FuncArgs::new(
            vec![function, object.to_owned()],
            KwArgs::new(named.into_iter().collect()),
        );
        let ended = PyTask::of(object).and_then(|task| task.id());
        calling::for_settled(object, ended.or_else(calling::ended), || {
            vm.call_method(&event_loop, "call_soon", args).map(drop)
        })
    }

    /// ` finished result=42`, and its like, for a repr.
    pub(crate) fn told(&self, vm: &VirtualMachine) -> PyResult<String> {
        Ok(match self.state() {
            State::Pending => "pending".to_owned(),
            State::Cancelled => "cancelled".to_owned(),
            State::Value(value) => format!("finished result={}", value.repr(vm)?),
            State::Error(error, _) => {
                format!("finished exception={}", error.as_object().repr(vm)?)
            }
        })
    }
}

/// Puts `value` into `slot`. What was there is dropped afterwards: its destructor may look at the slot.
pub(in crate::native) fn put<T>(slot: &PyMutex<T>, value: T) {
    let before = core::mem::replace(&mut *slot.lock(), value);
    drop(before);
}

fn invalid_state(vm: &VirtualMachine) -> PyBaseExceptionRef {
    exceptions::error("InvalidStateError", "invalid state", vm)
}
