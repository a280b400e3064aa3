//! Awaiting an `asyncio.Future`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod future_iter {
    use crate::current;
    use crate::native::future::future::PyFuture;
    use crate::native::task::task::PyTask;
    use core::cell::{Cell, RefCell};
    use coroscope_runtime::runtime::{LoggedResource, LoggedWait};
    use coroscope_trace::Op;
    use rustpython_vm::builtins::PyBaseExceptionRef;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::protocol::PyIterReturn;
    use rustpython_vm::types::{IterNext, Iterable, SelfIter};
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

    /// The maximum number of contexts that are searched for a circle.
    const MAX_CONTEXTS: usize = 100;

    /// The iterator of an awaited future: yields the future to the task, then returns its result.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "FutureIter", traverse)]
    #[derive(PyPayload)]
    pub(crate) struct FutureIter {
        pub(in crate::native) future: PyRef<PyFuture>,
        #[pytraverse(skip)]
        pub(in crate::native) is_over: Cell<bool>,
        #[pytraverse(skip)]
        pub(in crate::native) has_yielded: Cell<bool>,
        /// What the log names as awaited in place of the future.
        #[pytraverse(skip)]
        pub(in crate::native) on: Option<(LoggedResource, Op)>,
        #[pytraverse(skip)]
        pub(in crate::native) wait: RefCell<Option<LoggedWait>>,
    }

    impl core::fmt::Debug for FutureIter {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("FutureIter")
        }
    }

    #[pyclass(with(IterNext, Iterable))]
    impl FutureIter {
        fn advance(&self, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            if self.is_over.get() {
                return Ok(PyIterReturn::StopIteration(None));
            }
            drop(self.wait.take());
            if self.future.is_pending() {
                if self.has_yielded.replace(true) {
                    self.is_over.set(true);
                    return Err(vm.new_runtime_error("await wasn't used with future"));
                }
                self.future.is_awaited_now.set(true);
                self.record_wait(vm);
                return Ok(PyIterReturn::Return(self.future.clone().into()));
            }
            self.is_over.set(true);
            PyTask::record_retrieved(self.future.as_object());
            match self.future.outcome(vm) {
                Ok(value) => Ok(PyIterReturn::StopIteration(Some(value))),
                Err(error) => {
                    add_context(&error, vm);
                    Err(error)
                }
            }
        }

        fn record_wait(&self, vm: &VirtualMachine) {
            if let Some((resource, op)) = &self.on {
                self.wait.replace(Some(resource.wait(*op)));
                return;
            }
            match (PyTask::of(self.future.as_object()), current::running_task()) {
                (Some(task), _) => task.record_await(),
                (None, Some(running)) => {
                    running.record_future_wait(self.future.as_object(), vm);
                }
                (None, None) => {}
            }
        }

        #[pymethod]
        fn send(
            zelf: &Py<Self>,
            _value: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyIterReturn> {
            zelf.advance(vm)
        }

        #[pymethod]
        fn throw(
            zelf: &Py<Self>,
            kind: PyObjectRef,
            value: OptionalArg,
            traceback: OptionalArg,
            vm: &VirtualMachine,
        ) -> PyResult<PyIterReturn> {
            zelf.is_over.set(true);
            drop(zelf.wait.take());
            let value = value.unwrap_or_none(vm);
            Err(vm.normalize_exception(kind, value, traceback.unwrap_or_none(vm))?)
        }

        #[pymethod]
        fn close(zelf: &Py<Self>) {
            zelf.is_over.set(true);
            drop(zelf.wait.take());
        }

        #[pymethod(name = "__await__")]
        fn r#await(zelf: PyRef<Self>) -> PyRef<Self> {
            zelf
        }
    }

    /// Sets the exception that is being handled as the context of one that is raised, as `raise` does.
    fn add_context(raised: &PyBaseExceptionRef, vm: &VirtualMachine) {
        let Some(handled) = vm.current_exception() else {
            return;
        };
        let mut next = Some(handled.clone());
        let mut depth = 0;
        while let Some(here) = next {
            depth += 1;
            if here.is(raised) || depth > MAX_CONTEXTS {
                return;
            }
            next = here.__context__();
        }
        raised.set_context(Some(handled));
    }

    impl SelfIter for FutureIter {}
    impl IterNext for FutureIter {
        fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            zelf.advance(vm)
        }
    }
}
