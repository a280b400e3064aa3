//! The state of a future, how it is settled, and its done callbacks.

use super::future::future::PyFuture;
use super::task::task::PyTask;
use crate::native::exceptions;
use crate::{attribution, current};
use core::cell::Cell;
use core::task::Waker;
use rustpython_common::lock::PyMutex;
use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyTraceback, PyType};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// The stage of a future.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::native) enum Stage {
    Pending,
    Value,
    Error,
    Cancelled,
}

/// The state of a future, with its value or exception.
pub(in crate::native) enum State {
    Pending,
    Value(PyObjectRef),
    Error(PyBaseExceptionRef, Option<PyRef<PyTraceback>>),
    Cancelled,
}

/// A done callback of a future: a function, or the task that awaits the future.
#[derive(Traverse)]
pub(in crate::native) struct DoneCallback {
    /// The function, with the context that it runs in.
    pub(in crate::native) function: Option<PyObjectRef>,
    pub(in crate::native) context: Option<PyObjectRef>,
    /// The task. As in asyncio, this may be the only reference to it.
    pub(in crate::native) task: Option<PyRef<PyTask>>,
    #[pytraverse(skip)]
    waker: Option<Waker>,
}

impl DoneCallback {
    pub(in crate::native) fn function(
        function: PyObjectRef,
        context: Option<PyObjectRef>,
    ) -> DoneCallback {
        DoneCallback {
            function: Some(function),
            context,
            task: None,
            waker: None,
        }
    }

    /// The callback of a task in a list of callbacks that never run.
    pub(in crate::native) fn placeholder() -> DoneCallback {
        DoneCallback {
            function: None,
            context: None,
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
            scheduled_callbacks: PyMutex::default(),
            event_loop: PyMutex::default(),
            cancel_message: PyMutex::default(),
            cancelled_error: PyMutex::default(),
            unretrieved: Cell::new(false),
            is_awaited_now: Cell::new(false),
            awaiters: PyMutex::default(),
            source_traceback: PyMutex::default(),
        }
    }

    pub(crate) fn is_pending(&self) -> bool {
        self.stage.get() == Stage::Pending
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.stage.get() == Stage::Cancelled
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

    pub(crate) fn mark_retrieved(&self) {
        self.unretrieved.set(false);
    }

    /// The value, or the exception.
    pub(crate) fn outcome(&self, vm: &VirtualMachine) -> PyResult {
        match self.state() {
            State::Pending => Err(exceptions::error(
                "InvalidStateError",
                "Result is not set.",
                vm,
            )),
            State::Value(value) => Ok(value),
            State::Error(error, traceback) => {
                self.unretrieved.set(false);
                error.set_traceback(traceback);
                Err(error)
            }
            State::Cancelled => Err(self.cancellation(vm)),
        }
    }

    /// The exception of a cancelled future.
    pub(crate) fn cancellation(&self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let stored = self.cancelled_error.lock().take();
        if let Some(error) = stored {
            return error;
        }
        let message = self.cancel_message.lock().clone();
        exceptions::cancelled_error(message, vm)
    }

    /// Stores the `CancelledError` that the task's coroutine raised.
    pub(crate) fn store_cancelled_error(&self, error: PyBaseExceptionRef) {
        put(&self.cancelled_error, Some(error));
    }

    /// Wakes `task` when the future is done, in order with the other callbacks. Until then the future holds the reference
    /// to the task, so that both are destroyed if nothing else refers to them.
    pub(crate) fn wake_when_done(&self, task: &Py<PyTask>, waker: Waker) {
        self.callbacks.lock().push(DoneCallback {
            function: None,
            context: None,
            task: Some(task.to_owned()),
            waker: Some(waker),
        });
    }

    /// Undoes [`wake_when_done`](PyFuture::wake_when_done).
    pub(crate) fn remove_waiter(&self, task: &Py<PyTask>) {
        let callbacks = core::mem::take(&mut *self.callbacks.lock());
        let (removed, remaining): (Vec<DoneCallback>, Vec<DoneCallback>) =
            callbacks.into_iter().partition(|it| it.wakes(task));
        put(&self.callbacks, remaining);
        drop(removed);
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
        zelf.unretrieved.set(true);
        zelf.settle(object, Stage::Error, Some(error.into()), vm)
    }

    /// Settles the future as `set_exception` does, with an exception or the class of one.
    pub(in crate::native) fn fail(
        zelf: &Py<PyFuture>,
        error: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if !zelf.is_pending() {
            return Err(invalid_state(vm));
        }
        let error = match error.downcast::<PyType>() {
            Ok(class) => class.as_object().call((), vm)?,
            Err(error) => error,
        };
        let mut error = error
            .downcast::<PyBaseException>()
            .map_err(|_| vm.new_type_error("invalid exception object"))?;
        if error.fast_isinstance(vm.ctx.exceptions.stop_iteration) {
            let raised = vm.new_runtime_error(
                "StopIteration interacts badly with generators and cannot be raised into a Future",
            );
            raised.set_cause(Some(error.clone()));
            raised.set_context(Some(error));
            error = raised;
        }
        PyFuture::settle_error(zelf, zelf.as_object(), error, vm)
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
                current::hold_task(&task);
            }
            if let Some(waker) = callback.waker {
                waker.wake();
            }
            if let Some(function) = callback.function {
                self.scheduled_callbacks.lock().push(function.clone());
                self.call_soon(object, function, callback.context, vm)?;
            }
        }
        Ok(())
    }

    /// Removes a done callback that has run from the scheduled ones.
    pub(in crate::native) fn remove_scheduled(&self, function: &PyObject) {
        let mut scheduled = self.scheduled_callbacks.lock();
        let found = scheduled.iter().position(|known| known.is(function));
        let removed = found.map(|index| scheduled.remove(index));
        drop(scheduled);
        drop(removed);
    }

    /// The functions among the done callbacks, including those that are scheduled already.
    pub(in crate::native) fn done_callback_functions(&self) -> Vec<PyObjectRef> {
        let callbacks = self.callbacks.lock();
        let waiting = callbacks.iter().filter_map(|it| it.function.clone());
        let scheduled = self.scheduled_callbacks.lock().to_vec();
        waiting.chain(scheduled).collect()
    }

    /// Schedules a done callback. If this is a task, the log has its end as the cause of what the callback does.
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
        attribution::while_scheduling_done_callbacks(
            object,
            ended.or_else(attribution::ended_task),
            || vm.call_method(&event_loop, "call_soon", args).map(drop),
        )
    }
}

/// Puts `value` into `slot`. The old value is dropped afterwards, because its destructor may use the slot.
pub(in crate::native) fn put<T>(slot: &PyMutex<T>, value: T) {
    let before = core::mem::replace(&mut *slot.lock(), value);
    drop(before);
}

fn invalid_state(vm: &VirtualMachine) -> PyBaseExceptionRef {
    exceptions::error("InvalidStateError", "invalid state", vm)
}
