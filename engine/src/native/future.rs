//! `asyncio.Future`, and awaiting one.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod future {
    use crate::current;
    use crate::native::future_iter::future_iter::FutureIter;
    use crate::native::repr::library_repr;
    use crate::native::settle::{DoneCallback, Stage, State, put};
    use crate::native::task::task::PyTask;
    use crate::native::{awaited, exceptions};
    use core::cell::{Cell, RefCell};
    use rustpython_common::lock::PyMutex;

    use rustpython_vm::builtins::{
        PyBaseExceptionRef, PyGenericAlias, PyTraceback, PyType, PyTypeRef,
    };
    use rustpython_vm::function::{FuncArgs, OptionalArg};

    use rustpython_vm::types::{Constructor, Destructor, Initializer, Iterable, Representable};
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

    /// A result that will be available later.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Future", traverse)]
    #[derive(PyPayload)]
    // A task is a future with more fields, some of them of 64 bits. The interpreter needs both at the same offset in an
    // object, even if pointers have 32 bits.
    #[repr(align(8))]
    pub(crate) struct PyFuture {
        #[pytraverse(skip)]
        pub(in crate::native) stage: Cell<Stage>,
        /// Its value or its exception.
        pub(in crate::native) result: PyMutex<Option<PyObjectRef>>,
        pub(in crate::native) traceback: PyMutex<Option<PyRef<PyTraceback>>>,
        pub(in crate::native) callbacks: PyMutex<Vec<DoneCallback>>,
        /// Done callbacks that are scheduled and have not run yet.
        pub(in crate::native) scheduled_callbacks: PyMutex<Vec<PyObjectRef>>,
        pub(in crate::native) event_loop: PyMutex<Option<PyObjectRef>>,
        pub(in crate::native) cancel_message: PyMutex<Option<PyObjectRef>>,
        pub(in crate::native) cancelled_error: PyMutex<Option<PyBaseExceptionRef>>,
        /// Set if it failed and the exception was not retrieved.
        #[pytraverse(skip)]
        pub(in crate::native) unretrieved: Cell<bool>,
        /// Set while it is on its way from `await` to the task, so that a plain `yield` of a future is recognized.
        #[pytraverse(skip)]
        pub(in crate::native) is_awaited_now: Cell<bool>,
    }

    impl core::fmt::Debug for PyFuture {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Future")
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct LoopArg {
        #[pyarg(named, name = "loop", optional)]
        event_loop: OptionalArg<PyObjectRef>,
    }

    #[derive(FromArgs)]
    pub(crate) struct CancelArgs {
        #[pyarg(any, optional)]
        pub(crate) msg: OptionalArg<PyObjectRef>,
    }

    #[derive(FromArgs)]
    pub(crate) struct CallbackArgs {
        #[pyarg(positional)]
        function: PyObjectRef,
        #[pyarg(named, optional)]
        context: OptionalArg<PyObjectRef>,
    }

    impl Constructor for PyFuture {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyFuture::new())
        }
    }

    impl Initializer for PyFuture {
        type Args = LoopArg;

        fn init(zelf: &Py<Self>, args: LoopArg, vm: &VirtualMachine) -> PyResult<()> {
            zelf.set_loop(args.event_loop.into_option(), vm)
        }
    }

    #[pyclass(
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF),
        with(Constructor, Initializer, Iterable, Representable, Destructor)
    )]
    impl PyFuture {
        #[pymethod]
        fn done(zelf: &Py<Self>) -> bool {
            PyTask::record_end_observed(zelf.as_object());
            !zelf.is_pending()
        }

        #[pymethod]
        fn cancelled(zelf: &Py<Self>) -> bool {
            zelf.is_cancelled()
        }

        #[pymethod]
        fn result(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            PyTask::record_retrieved(zelf.as_object());
            zelf.outcome(vm)
        }

        #[pymethod]
        fn exception(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            PyTask::record_retrieved(zelf.as_object());
            match zelf.state() {
                State::Pending => Err(exceptions::error(
                    "InvalidStateError",
                    "Exception is not set.",
                    vm,
                )),
                State::Value(_) => Ok(vm.ctx.none()),
                State::Error(error, _) => {
                    zelf.unretrieved.set(false);
                    Ok(error.into())
                }
                State::Cancelled => Err(zelf.cancellation(vm)),
            }
        }

        #[pymethod]
        fn set_result(zelf: PyRef<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            PyFuture::settle_value(&zelf, zelf.as_object(), value, vm)
        }

        #[pymethod]
        fn set_exception(
            zelf: PyRef<Self>,
            error: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            PyFuture::fail(&zelf, error, vm)
        }

        #[pymethod]
        fn cancel(zelf: PyRef<Self>, args: CancelArgs, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.unretrieved.set(false);
            if !zelf.is_pending() {
                return Ok(false);
            }
            let message = args.msg.into_option().filter(|msg| !vm.is_none(msg));
            PyFuture::settle_cancelled(&zelf, zelf.as_object(), message, vm)?;
            Ok(true)
        }

        #[pymethod]
        fn add_done_callback(
            zelf: PyRef<Self>,
            args: CallbackArgs,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let context = match args.context.into_option() {
                Some(context) if !vm.is_none(&context) => Some(context),
                _ => current::copy_context(vm)?,
            };
            if zelf.is_pending() {
                awaited::observe_from_running_task(&zelf, vm);
                let callback = DoneCallback::function(args.function, context);
                zelf.callbacks.lock().push(callback);
                return Ok(());
            }
            zelf.call_soon(zelf.as_object(), args.function, context, vm)
        }

        #[pymethod]
        fn remove_done_callback(
            zelf: &Py<Self>,
            function: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<usize> {
            // Comparing runs Python code, which may use this future.
            let callbacks = core::mem::take(&mut *zelf.callbacks.lock());
            let (mut remaining, mut removed) = (Vec::new(), 0);
            for callback in callbacks {
                match &callback.function {
                    Some(known) if vm.identical_or_equal(known, &function)? => removed += 1,
                    _ => remaining.push(callback),
                }
            }
            remaining.append(&mut zelf.callbacks.lock());
            put(&zelf.callbacks, remaining);
            Ok(removed)
        }

        #[pymethod]
        fn get_loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            zelf.event_loop()
                .ok_or_else(|| vm.new_runtime_error("Future object is not initialized."))
        }

        #[pygetset]
        fn _loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            PyFuture::get_loop(zelf, vm)
        }

        #[pygetset]
        fn _cancel_message(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.cancel_message.lock().clone())
        }

        #[pygetset]
        fn _asyncio_future_blocking(zelf: &Py<Self>) -> bool {
            zelf.is_awaited_now.get()
        }

        #[pygetset(setter)]
        fn set__asyncio_future_blocking(zelf: &Py<Self>, is_blocking: bool) {
            zelf.is_awaited_now.set(is_blocking);
        }

        #[pygetset]
        fn _state(zelf: &Py<Self>) -> &'static str {
            match zelf.stage.get() {
                Stage::Pending => "PENDING",
                Stage::Cancelled => "CANCELLED",
                Stage::Value | Stage::Error => "FINISHED",
            }
        }

        #[pygetset]
        fn _callbacks(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
            let callbacks = zelf.listed_callbacks(vm)?;
            let is_empty = callbacks.is_empty();
            Ok((!is_empty).then(|| vm.ctx.new_list(callbacks).into()))
        }

        #[pygetset]
        fn _result(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            match zelf.state() {
                State::Value(value) => value,
                _ => vm.ctx.none(),
            }
        }

        #[pygetset]
        fn _exception(zelf: &Py<Self>) -> Option<PyBaseExceptionRef> {
            match zelf.state() {
                State::Error(error, _) => Some(error),
                _ => None,
            }
        }

        /// Where it was made, which asyncio has in debug mode only.
        #[pygetset]
        fn _source_traceback(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.none()
        }

        #[pymethod]
        fn _retrieved(zelf: &Py<Self>) {
            zelf.unretrieved.set(false);
        }

        #[pymethod]
        fn _make_cancelled_error(zelf: &Py<Self>, vm: &VirtualMachine) -> PyBaseExceptionRef {
            zelf.cancellation(vm)
        }

        #[pymethod(name = "__await__")]
        fn r#await(zelf: PyRef<Self>) -> FutureIter {
            FutureIter {
                future: zelf,
                is_over: Cell::new(false),
                has_yielded: Cell::new(false),
                on: None,
                wait: RefCell::default(),
            }
        }

        #[pyclassmethod]
        fn __class_getitem__(
            class: PyTypeRef,
            args: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyGenericAlias> {
            PyGenericAlias::from_args(class, args, vm)
        }
    }

    impl Iterable for PyFuture {
        fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            Ok(PyFuture::r#await(zelf).into_pyobject(vm))
        }
    }

    impl Representable for PyFuture {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            library_repr("base_futures", "_future_repr", zelf.as_object(), vm)
        }
    }

    impl Destructor for PyFuture {
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if !zelf.unretrieved.replace(false) {
                return Ok(());
            }
            let (State::Error(error, _), Some(event_loop)) = (zelf.state(), zelf.event_loop())
            else {
                return Ok(());
            };
            let context = vm.ctx.new_dict();
            let message = format!("{} exception was never retrieved", zelf.class().name());
            context.set_item("message", vm.ctx.new_str(message).into(), vm)?;
            context.set_item("exception", error.into(), vm)?;
            context.set_item("future", zelf.to_owned().into(), vm)?;
            vm.call_method(&event_loop, "call_exception_handler", (context,))
                .map(drop)
        }
    }
}
