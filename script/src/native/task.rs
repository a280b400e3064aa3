//! `asyncio.Task`: a coroutine of the script's, driven as the body of one of Coroscope's tasks.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod task {
    use crate::current;
    use crate::native::drive::{self, Resumed};
    use crate::native::future::future::{Message, PyFuture};
    use core::cell::{Cell, OnceCell, RefCell};
    use core::task::{Context, Poll, Waker};
    use coroscope::runtime::Handle;
    use coroscope::trace::{TaskId, Wait};
    use coroscope::{Error, Result};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{
        AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
        vm::thread::with_current_vm,
    };

    /// A coroutine that the loop runs.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Task", base = PyFuture)]
    pub(crate) struct PyTask {
        base: PyFuture,
        coroutine: OnceCell<PyObjectRef>,
        context: OnceCell<PyObjectRef>,
        name: RefCell<String>,
        /// The task of Coroscope's whose body drives the coroutine.
        own: OnceCell<coroscope::Task<()>>,
        waker: RefCell<Option<Waker>>,
        /// What the coroutine waits for, as it was yielded.
        waits_for: RefCell<Option<PyObjectRef>>,
        /// A cancellation that is yet to be thrown into the coroutine.
        must_cancel: Cell<bool>,
        cancel_message: RefCell<Option<PyObjectRef>>,
        cancels_requested: Cell<usize>,
        /// To be thrown in at the next step: what it yielded is nothing to wait for.
        bad_yield: RefCell<Option<PyBaseExceptionRef>>,
    }

    impl core::fmt::Debug for PyTask {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "Task({})", self.name.borrow())
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct TaskArgs {
        #[pyarg(any)]
        coro: PyObjectRef,
        #[pyarg(named, name = "loop", optional)]
        event_loop: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        name: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        context: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        eager_start: OptionalArg<PyObjectRef>,
    }

    impl Constructor for PyTask {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyTask {
                base: PyFuture::new(),
                coroutine: OnceCell::new(),
                context: OnceCell::new(),
                name: RefCell::default(),
                own: OnceCell::new(),
                waker: RefCell::default(),
                waits_for: RefCell::default(),
                must_cancel: Cell::new(false),
                cancel_message: RefCell::default(),
                cancels_requested: Cell::new(0),
                bad_yield: RefCell::default(),
            })
        }
    }

    impl Initializer for PyTask {
        type Args = TaskArgs;

        fn init(zelf: &Py<Self>, args: TaskArgs, vm: &VirtualMachine) -> PyResult<()> {
            if args.eager_start.is_present() {
                let eager = args.eager_start.unwrap_or_none(vm).try_to_bool(vm)?;
                if eager {
                    return Err(vm.new_not_implemented_error(
                        "eager_start is not there: a task begins in the loop's next pass",
                    ));
                }
            }
            if !drive::is_coroutine(&args.coro, vm)? {
                let told = args.coro.repr(vm)?;
                return Err(vm.new_type_error(format!("a coroutine was expected, got {told}")));
            }
            current::make_room_for_task(vm)?;
            zelf.base.set_loop(args.event_loop.into_option(), vm)?;
            let context = match args.context.into_option() {
                Some(context) if !vm.is_none(&context) => Some(context),
                _ => current::copy_context(vm)?,
            };
            if let Some(context) = context {
                let _ = zelf.context.set(context);
            }
            let name = match args.name.into_option() {
                Some(name) if !vm.is_none(&name) => name.str(vm)?.to_string_lossy().into_owned(),
                _ => format!("Task-{}", current::next_task_number()),
            };
            let _ = zelf.coroutine.set(args.coro);
            let driven = zelf.to_owned();
            let body = core::future::poll_fn(move |cx| PyTask::step(&driven, cx));
            let own = current::handle().spawn_driven(body);
            if *name != *own.name() {
                own.set_name(&name);
            }
            zelf.name.replace(name);
            let _ = zelf.own.set(own);
            current::register_task(zelf);
            Ok(())
        }
    }

    impl PyTask {
        /// The task that an object is.
        pub(crate) fn of(object: &PyObject) -> Option<&Py<PyTask>> {
            object.downcast_ref::<PyTask>()
        }

        /// The coroutine that it runs.
        pub(crate) fn coroutine(&self) -> Option<&PyObjectRef> {
            self.coroutine.get()
        }

        /// Its number in the log.
        pub(crate) fn id(&self) -> Option<TaskId> {
            self.own.get().map(coroscope::Task::id)
        }

        pub(crate) fn is_pending(&self) -> bool {
            self.base.is_pending()
        }

        /// Records that the running task awaits this one.
        pub(crate) fn record_await(&self) {
            if let (Some(own), true) = (self.own.get(), current::waker().is_some()) {
                own.record_await();
                Handle::current().record_wait(Wait::Task(own.id()));
            }
        }

        /// Records that somebody looks at the result of what may be a task.
        pub(crate) fn note_retrieved(object: &PyObject) {
            if let Some(own) = PyTask::of(object).and_then(|task| task.own.get()) {
                let _ = own.result();
            }
        }

        /// Runs the coroutine up to its next wait.
        fn step(zelf: &PyRef<PyTask>, cx: &mut Context<'_>) -> Poll<Result<()>> {
            zelf.waker.replace(Some(cx.waker().clone()));
            with_current_vm(|vm| {
                let Some(error) = zelf.take_what_to_throw(vm) else {
                    if zelf.still_waits(cx) {
                        return Poll::Pending;
                    }
                    return PyTask::resume(zelf, None, vm);
                };
                if let Some(future) = zelf.waits_for.take()
                    && let Some(future) = drive::as_future(&future)
                {
                    future.forget_waker(cx.waker());
                }
                PyTask::resume(zelf, Some(error), vm)
            })
        }

        /// Whether it was woken though what it waits for is not there.
        fn still_waits(&self, cx: &Context<'_>) -> bool {
            let mut waits_for = self.waits_for.borrow_mut();
            let future = waits_for
                .as_ref()
                .and_then(|object| drive::as_future(object));
            if future.is_some_and(|future| future.is_pending()) {
                if let Some(future) = future {
                    future.forget_waker(cx.waker());
                    future.wake_when_done(cx.waker().clone());
                }
                return true;
            }
            *waits_for = None;
            false
        }

        fn take_what_to_throw(&self, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
            if self.must_cancel.replace(false) {
                self.bad_yield.replace(None);
                let waits_for = self.waits_for.borrow();
                let future = waits_for
                    .as_ref()
                    .and_then(|object| drive::as_future(object));
                if future.is_some_and(|future| future.is_cancelled()) {
                    // It raises the same, with the words of the first request.
                    return None;
                }
                let message = self.cancel_message.borrow().clone();
                return Some(current::cancelled_error(message, vm));
            }
            self.bad_yield.take()
        }

        fn resume(
            zelf: &PyRef<PyTask>,
            error: Option<PyBaseExceptionRef>,
            vm: &VirtualMachine,
        ) -> Poll<Result<()>> {
            let (Some(coroutine), Some(waker)) =
                (zelf.coroutine.get(), zelf.waker.borrow().clone())
            else {
                return Poll::Ready(Ok(()));
            };
            current::progress();
            let entered = current::enter_task(zelf.clone(), waker.clone());
            let resumed = drive::resume(coroutine, error, zelf.context.get(), vm);
            drop(entered);
            match resumed {
                Resumed::Waits(object) => {
                    zelf.wait_for(object, &waker, vm);
                    Poll::Pending
                }
                Resumed::Ended(result) => Poll::Ready(PyTask::end(zelf, result, vm)),
            }
        }

        /// Sees to it that the task is woken when what its coroutine yielded is there.
        fn wait_for(&self, object: PyObjectRef, waker: &Waker, vm: &VirtualMachine) {
            if vm.is_none(&object) {
                Handle::current().record_wait(Wait::Turn);
                waker.wake_by_ref();
                return;
            }
            if let Some(future) = drive::as_future(&object) {
                future.wake_when_done(waker.clone());
                if self.must_cancel.get()
                    && drive::cancel(&object, self.cancel_message.borrow().clone(), vm)
                {
                    self.must_cancel.set(false);
                }
            } else if drive::is_waiting(&object) {
                // It was polled with this task's waker.
                if self.must_cancel.get() {
                    waker.wake_by_ref();
                }
            } else {
                let told = object.repr(vm).map(|told| told.to_string());
                let told = told.unwrap_or_default();
                let error = vm.new_runtime_error(format!("Task got bad yield: {told}"));
                self.bad_yield.replace(Some(error));
                waker.wake_by_ref();
            }
            self.waits_for.replace(Some(object));
        }

        /// Settles the task; what the log says of its end.
        fn end(zelf: &PyRef<PyTask>, result: PyResult, vm: &VirtualMachine) -> Result<()> {
            let object = zelf.as_object();
            current::unregister_task(zelf);
            let settled = match result {
                Ok(_) if zelf.must_cancel.replace(false) => {
                    let message = zelf.cancel_message.borrow().clone();
                    PyFuture::settle_cancelled(PyTask::as_future(zelf), object, message, vm)
                }
                Ok(value) => PyFuture::settle_value(PyTask::as_future(zelf), object, value, vm),
                Err(error) if current::is_cancellation(&error, vm) => {
                    zelf.base.keep_cancellation(error);
                    PyFuture::settle_cancelled(PyTask::as_future(zelf), object, None, vm)
                }
                Err(error) => {
                    let told = crate::errors::in_a_line(&error, vm);
                    let ends_all = current::ends_the_run(&error, vm);
                    let settled =
                        PyFuture::settle_error(PyTask::as_future(zelf), object, error.clone(), vm);
                    if ends_all {
                        current::end_the_run(error);
                    }
                    return settled.map_or_else(|_| Ok(()), |()| Err(Error::msg(told)));
                }
            };
            // A callback that can't be called has been told of by the loop.
            drop(settled);
            match zelf.base.is_cancelled() {
                true => Err(Error::cancelled(&zelf.why(vm))),
                false => Ok(()),
            }
        }

        fn as_future(zelf: &PyRef<PyTask>) -> &Py<PyFuture> {
            zelf.as_object()
                .downcast_ref::<PyFuture>()
                .expect("a task is a future")
        }

        /// Why it was cancelled, in words.
        fn why(&self, vm: &VirtualMachine) -> String {
            let message = self.cancel_message.borrow().clone();
            let told = message.and_then(|message| message.str(vm).ok());
            told.map(|told| told.to_string_lossy().into_owned())
                .unwrap_or_default()
        }
    }

    #[pyclass(
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF),
        with(Constructor, Initializer, Representable)
    )]
    impl PyTask {
        #[pymethod]
        fn cancel(zelf: PyRef<Self>, args: Message, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.base.mark_seen();
            if !zelf.is_pending() {
                return Ok(false);
            }
            zelf.cancels_requested.set(zelf.cancels_requested.get() + 1);
            let message = args.msg.into_option().filter(|msg| !vm.is_none(msg));
            let waits_for = zelf.waits_for.borrow().clone();
            let waits = waits_for
                .as_ref()
                .is_some_and(|object| drive::is_waiting(object));
            if !(waits && zelf.must_cancel.get()) {
                zelf.cancel_message.replace(message.clone());
            }
            if let Some(id) = zelf.id() {
                current::handle().record_cancel_request(id, &zelf.why(vm));
            }
            if let Some(object) = &waits_for
                && drive::as_future(object).is_some()
                && drive::cancel(object, message, vm)
            {
                return Ok(true);
            }
            zelf.must_cancel.set(true);
            if waits && let Some(waker) = &*zelf.waker.borrow() {
                waker.wake_by_ref();
            }
            Ok(true)
        }

        #[pymethod]
        fn cancelling(zelf: &Py<Self>) -> usize {
            zelf.cancels_requested.get()
        }

        #[pymethod]
        fn uncancel(zelf: &Py<Self>) -> usize {
            let left = zelf.cancels_requested.get().saturating_sub(1);
            zelf.cancels_requested.set(left);
            // What it waits for was cancelled already where it waits for something of ours.
            let waiting = zelf
                .waits_for
                .borrow()
                .as_ref()
                .is_some_and(|object| drive::is_waiting(object));
            if left == 0 && !waiting {
                zelf.must_cancel.set(false);
            }
            left
        }

        #[pymethod]
        fn get_name(zelf: &Py<Self>) -> String {
            zelf.name.borrow().clone()
        }

        #[pymethod]
        fn set_name(zelf: &Py<Self>, name: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let name = name.str(vm)?.to_string_lossy().into_owned();
            if let Some(own) = zelf.own.get() {
                own.set_name(&name);
            }
            zelf.name.replace(name);
            Ok(())
        }

        #[pymethod]
        fn get_coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.coroutine.get().cloned())
        }

        #[pymethod]
        fn get_context(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.context.get().cloned())
        }

        #[pygetset]
        fn _coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            PyTask::get_coro(zelf, vm)
        }

        #[pygetset]
        fn _must_cancel(zelf: &Py<Self>) -> bool {
            zelf.must_cancel.get()
        }

        #[pymethod]
        fn set_result(_zelf: &Py<Self>, _value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            Err(vm.new_runtime_error("Task does not support set_result operation"))
        }

        #[pymethod]
        fn set_exception(
            _zelf: &Py<Self>,
            _error: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            Err(vm.new_runtime_error("Task does not support set_exception operation"))
        }
    }

    impl Representable for PyTask {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let told = zelf.base.told(vm)?;
            let (state, rest) = told.split_once(' ').unwrap_or((&told, ""));
            let state = match (state, zelf.cancels_requested.get()) {
                ("pending", 1..) => "cancelling",
                _ => state,
            };
            let coroutine = match zelf.coroutine.get() {
                Some(coroutine) => drive::told(coroutine, vm),
                None => String::new(),
            };
            let (class, name) = (zelf.class().name().to_string(), zelf.name.borrow());
            let rest = if rest.is_empty() {
                String::new()
            } else {
                format!(" {rest}")
            };
            Ok(format!(
                "<{class} {state} name='{name}' coro=<{coroutine}>{rest}>"
            ))
        }
    }
}
