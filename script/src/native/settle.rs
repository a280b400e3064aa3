//! What a future is inside: its state, how it is settled, and who is told of that.

use super::future::future::PyFuture;
use crate::current;
use crate::native::exceptions;
use core::cell::{Cell, RefCell};
use core::task::Waker;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyTraceback};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

#[derive(Clone)]
pub(in crate::native) enum State {
    Pending,
    Value(PyObjectRef),
    Error(PyBaseExceptionRef, Option<PyRef<PyTraceback>>),
    Cancelled,
}

pub(in crate::native) enum Callback {
    /// A function of the script's, and the context that it runs in.
    Call(PyObjectRef, Option<PyObjectRef>),
    /// The task that awaits it.
    Wake(Waker),
}

impl PyFuture {
    pub(crate) fn new() -> PyFuture {
        PyFuture {
            state: RefCell::new(State::Pending),
            callbacks: RefCell::default(),
            event_loop: RefCell::default(),
            cancel_message: RefCell::default(),
            cancelled_error: RefCell::default(),
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
        self.event_loop.replace(Some(event_loop));
        Ok(())
    }

    pub(crate) fn is_pending(&self) -> bool {
        matches!(*self.state.borrow(), State::Pending)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        matches!(*self.state.borrow(), State::Cancelled)
    }

    pub(crate) fn mark_seen(&self) {
        self.unseen.set(false);
    }

    /// Its value, or what it failed with.
    pub(crate) fn outcome(&self, vm: &VirtualMachine) -> PyResult {
        let state = self.state.borrow().clone();
        match state {
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
        if let Some(error) = self.cancelled_error.take() {
            return error;
        }
        let message = self.cancel_message.borrow().clone();
        exceptions::cancelled_error(message, vm)
    }

    /// The exception with which the cancellation of its body ended.
    pub(crate) fn keep_cancellation(&self, error: PyBaseExceptionRef) {
        self.cancelled_error.replace(Some(error));
    }

    /// Wakes `waker` when it has its result, in its turn among the callbacks.
    pub(crate) fn wake_when_done(&self, waker: Waker) {
        self.callbacks.borrow_mut().push(Callback::Wake(waker));
    }

    /// Takes the wish of [`wake_when_done`](PyFuture::wake_when_done) back.
    pub(crate) fn forget_waker(&self, waker: &Waker) {
        let mut callbacks = self.callbacks.borrow_mut();
        let of_another =
            |callback: &Callback| !matches!(callback, Callback::Wake(w) if w.will_wake(waker));
        callbacks.retain(of_another);
    }

    pub(crate) fn settle_value(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        value: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.settle(object, State::Value(value), vm)
    }

    pub(crate) fn settle_error(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        error: PyBaseExceptionRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let traceback = error.traceback();
        zelf.settle(object, State::Error(error, traceback), vm)?;
        zelf.unseen.set(true);
        Ok(())
    }

    pub(crate) fn settle_cancelled(
        zelf: &Py<PyFuture>,
        object: &PyObject,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.cancel_message.replace(message);
        zelf.settle(object, State::Cancelled, vm)
    }

    fn settle(&self, object: &PyObject, state: State, vm: &VirtualMachine) -> PyResult<()> {
        if !self.is_pending() {
            return Err(exceptions::error("InvalidStateError", "invalid state", vm));
        }
        self.state.replace(state);
        for callback in self.callbacks.take() {
            match callback {
                Callback::Wake(waker) => waker.wake(),
                Callback::Call(function, context) => {
                    self.call_soon(object, function, context, vm)?;
                }
            }
        }
        Ok(())
    }

    pub(in crate::native) fn call_soon(
        &self,
        object: &PyObject,
        function: PyObjectRef,
        context: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let Some(event_loop) = self.event_loop.borrow().clone() else {
            return Err(vm.new_runtime_error("Future object is not initialized."));
        };
        let named = context.map(|context| ("context".into(), context));
        let args = FuncArgs::new(
            vec![function, object.to_owned()],
            KwArgs::new(named.into_iter().collect()),
        );
        vm.call_method(&event_loop, "call_soon", args).map(drop)
    }

    /// ` finished result=42`, and its like, for a repr.
    pub(crate) fn told(&self, vm: &VirtualMachine) -> PyResult<String> {
        let state = self.state.borrow().clone();
        Ok(match state {
            State::Pending => "pending".to_owned(),
            State::Cancelled => "cancelled".to_owned(),
            State::Value(value) => format!("finished result={}", value.repr(vm)?),
            State::Error(error, _) => {
                format!("finished exception={}", error.as_object().repr(vm)?)
            }
        })
    }
}
