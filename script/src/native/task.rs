//! `asyncio.Task`: a coroutine of the script's, driven as the body of one of Coroscope's tasks.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod task {
    use crate::current;
    use crate::native::drive::{self};
    use crate::native::future::future::{Message, PyFuture};
    use core::cell::{Cell, OnceCell, RefCell};
    use core::task::Waker;
    use coroscope::runtime::Handle;
    use coroscope::trace::{TaskId, Wait};

    use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

    /// A coroutine that the loop runs.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Task", base = PyFuture)]
    pub(crate) struct PyTask {
        pub(in crate::native) base: PyFuture,
        pub(in crate::native) coroutine: OnceCell<PyObjectRef>,
        pub(in crate::native) context: OnceCell<PyObjectRef>,
        name: RefCell<String>,
        /// The task of Coroscope's whose body drives the coroutine.
        own: OnceCell<coroscope::Task<()>>,
        pub(in crate::native) waker: RefCell<Option<Waker>>,
        /// What the coroutine waits for, as it was yielded.
        pub(in crate::native) waits_for: RefCell<Option<PyObjectRef>>,
        /// A cancellation that is yet to be thrown into the coroutine.
        pub(in crate::native) must_cancel: Cell<bool>,
        pub(in crate::native) cancel_message: RefCell<Option<PyObjectRef>>,
        cancels_requested: Cell<usize>,
        /// To be thrown in at the next step: what it yielded is nothing to wait for.
        pub(in crate::native) bad_yield: RefCell<Option<PyBaseExceptionRef>>,
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
