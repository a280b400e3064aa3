//! `asyncio.Future`, and awaiting one.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod future {
    use crate::current;
    use crate::native::task::task::PyTask;
    use core::cell::{Cell, RefCell};
    use core::task::Waker;
    use coroscope::runtime::Handle;
    use coroscope::trace::Wait;
    use rustpython_vm::builtins::{
        PyBaseException, PyBaseExceptionRef, PyGenericAlias, PyTraceback, PyType, PyTypeRef,
    };
    use rustpython_vm::function::{FuncArgs, KwArgs, OptionalArg};
    use rustpython_vm::protocol::PyIterReturn;
    use rustpython_vm::types::{
        Constructor, Destructor, Initializer, IterNext, Iterable, Representable, SelfIter,
    };
    use rustpython_vm::{
        AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    };

    #[derive(Clone)]
    enum State {
        Pending,
        Value(PyObjectRef),
        Error(PyBaseExceptionRef, Option<PyRef<PyTraceback>>),
        Cancelled,
    }

    enum Callback {
        /// A function of the script's, and the context that it runs in.
        Call(PyObjectRef, Option<PyObjectRef>),
        /// The task that awaits it.
        Wake(Waker),
    }

    /// A result that is yet to come.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Future")]
    #[derive(PyPayload)]
    pub(crate) struct PyFuture {
        state: RefCell<State>,
        callbacks: RefCell<Vec<Callback>>,
        event_loop: RefCell<Option<PyObjectRef>>,
        cancel_message: RefCell<Option<PyObjectRef>>,
        cancelled_error: RefCell<Option<PyBaseExceptionRef>>,
        /// It failed, and nobody has looked at that.
        unseen: Cell<bool>,
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
    pub(crate) struct Message {
        #[pyarg(any, optional)]
        pub(crate) msg: OptionalArg<PyObjectRef>,
    }

    #[derive(FromArgs)]
    pub(crate) struct DoneCallback {
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
        pub(crate) fn set_loop(
            &self,
            given: Option<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
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
                State::Pending => Err(current::error(
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
            current::cancelled_error(message, vm)
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
                return Err(current::error("InvalidStateError", "invalid state", vm));
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

        fn call_soon(
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

        #[pymethod]
        fn done(zelf: &Py<Self>) -> bool {
            !zelf.is_pending()
        }

        #[pymethod]
        fn cancelled(zelf: &Py<Self>) -> bool {
            zelf.is_cancelled()
        }

        #[pymethod]
        fn result(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            PyTask::note_retrieved(zelf.as_object());
            zelf.outcome(vm)
        }

        #[pymethod]
        fn exception(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            PyTask::note_retrieved(zelf.as_object());
            let state = zelf.state.borrow().clone();
            match state {
                State::Pending => Err(current::error(
                    "InvalidStateError",
                    "Exception is not set.",
                    vm,
                )),
                State::Value(_) => Ok(vm.ctx.none()),
                State::Error(error, _) => {
                    zelf.unseen.set(false);
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
            let error = match error.downcast::<PyType>() {
                Ok(class) => class.as_object().call((), vm)?,
                Err(error) => error,
            };
            let error = error.downcast::<PyBaseException>().map_err(|other| {
                let kind = other.class().name().to_string();
                vm.new_type_error(format!("exception must be a BaseException, not {kind}"))
            })?;
            if error.fast_isinstance(vm.ctx.exceptions.stop_iteration) {
                let raised = vm.new_runtime_error(
                    "StopIteration interacts badly with generators and cannot be raised into a Future",
                );
                raised.set_cause(Some(error.clone()));
                raised.set_context(Some(error));
                return PyFuture::settle_error(&zelf, zelf.as_object(), raised, vm);
            }
            PyFuture::settle_error(&zelf, zelf.as_object(), error, vm)
        }

        #[pymethod]
        fn cancel(zelf: PyRef<Self>, args: Message, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.unseen.set(false);
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
            args: DoneCallback,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let context = match args.context.into_option() {
                Some(context) if !vm.is_none(&context) => Some(context),
                _ => current::copy_context(vm)?,
            };
            if zelf.is_pending() {
                let callback = Callback::Call(args.function, context);
                zelf.callbacks.borrow_mut().push(callback);
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
            // Comparing runs Python, which may come back to this future.
            let (mut kept, mut removed) = (Vec::new(), 0);
            for callback in zelf.callbacks.take() {
                match &callback {
                    Callback::Call(known, _) if vm.identical_or_equal(known, &function)? => {
                        removed += 1;
                    }
                    _ => kept.push(callback),
                }
            }
            kept.append(&mut zelf.callbacks.borrow_mut());
            zelf.callbacks.replace(kept);
            Ok(removed)
        }

        #[pymethod]
        fn get_loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            let event_loop = zelf.event_loop.borrow().clone();
            event_loop.ok_or_else(|| vm.new_runtime_error("Future object is not initialized."))
        }

        #[pygetset]
        fn _loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            PyFuture::get_loop(zelf, vm)
        }

        #[pygetset]
        fn _cancel_message(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.cancel_message.borrow().clone())
        }

        #[pygetset]
        fn _asyncio_future_blocking(_zelf: &Py<Self>) -> bool {
            false
        }

        #[pygetset]
        fn _state(zelf: &Py<Self>) -> &'static str {
            match *zelf.state.borrow() {
                State::Pending => "PENDING",
                State::Cancelled => "CANCELLED",
                State::Value(_) | State::Error(..) => "FINISHED",
            }
        }

        #[pymethod]
        fn _seen(zelf: &Py<Self>) {
            zelf.unseen.set(false);
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

    impl Iterable for PyFuture {
        fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
            Ok(PyFuture::r#await(zelf).into_pyobject(vm))
        }
    }

    impl Representable for PyFuture {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let told = zelf.told(vm)?;
            Ok(format!("<{} {told}>", zelf.class().name()))
        }
    }

    impl Destructor for PyFuture {
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if !zelf.unseen.replace(false) {
                return Ok(());
            }
            let event_loop = zelf.event_loop.borrow().clone();
            let (State::Error(error, _), Some(event_loop)) =
                (zelf.state.borrow().clone(), event_loop)
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

    /// Awaiting a future: gives it to the task that drives the coroutine, then gives its result.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "FutureIter")]
    #[derive(Debug, PyPayload)]
    pub(crate) struct FutureIter {
        future: PyRef<PyFuture>,
        is_over: Cell<bool>,
    }

    #[pyclass(with(IterNext, Iterable))]
    impl FutureIter {
        fn advance(&self, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            if self.is_over.get() {
                return Ok(PyIterReturn::StopIteration(None));
            }
            if self.future.is_pending() {
                match PyTask::of(self.future.as_object()) {
                    Some(task) => task.record_await(),
                    None if current::waker().is_some() => {
                        Handle::current().record_wait(Wait::Future)
                    }
                    None => {}
                }
                return Ok(PyIterReturn::Return(self.future.clone().into()));
            }
            self.is_over.set(true);
            PyTask::note_retrieved(self.future.as_object());
            self.future
                .outcome(vm)
                .map(|value| PyIterReturn::StopIteration(Some(value)))
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
            let value = value.unwrap_or_none(vm);
            Err(vm.normalize_exception(kind, value, traceback.unwrap_or_none(vm))?)
        }

        #[pymethod]
        fn close(zelf: &Py<Self>) {
            zelf.is_over.set(true);
        }
    }

    impl SelfIter for FutureIter {}
    impl IterNext for FutureIter {
        fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            zelf.advance(vm)
        }
    }
}
