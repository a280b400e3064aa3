//! `asyncio.Task`: a coroutine of the script, driven by the body of a Coroscope task.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod task {
    use crate::current;
    use crate::native::future::future::{CancelArgs, PyFuture};
    use crate::native::repr::{library_function, library_repr};
    use crate::native::{awaited::Awaited, drive, settle::State};
    use core::cell::{Cell, OnceCell, RefCell};
    use core::task::Waker;
    use coroscope_runtime::runtime::Handle;
    use coroscope_trace::{Place, TaskId, WaitReason};
    use rustpython_common::lock::PyMutex;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
    use rustpython_vm::frame::FrameObjectRef;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Destructor, Initializer, Representable};
    use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

    /// A coroutine that the loop runs.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Task", base = PyFuture, traverse)]
    pub(crate) struct PyTask {
        pub(in crate::native) base: PyFuture,
        pub(in crate::native) coroutine: PyMutex<Option<PyObjectRef>>,
        pub(in crate::native) context: PyMutex<Option<PyObjectRef>>,
        #[pytraverse(skip)]
        pub(in crate::native) name: RefCell<String>,
        /// The Coroscope task whose body drives the coroutine.
        #[pytraverse(skip)]
        pub(in crate::native) inner: OnceCell<coroscope_runtime::Task<()>>,
        #[pytraverse(skip)]
        pub(in crate::native) waker: RefCell<Option<Waker>>,
        /// The object that the coroutine yielded and waits for.
        pub(in crate::native) waits_for: PyMutex<Option<PyObjectRef>>,
        /// Whether a cancellation must be thrown into the coroutine at its next step.
        #[pytraverse(skip)]
        pub(in crate::native) must_cancel: Cell<bool>,
        pub(in crate::native) cancel_message: PyMutex<Option<PyObjectRef>>,
        #[pytraverse(skip)]
        pub(in crate::native) cancels_requested: Cell<usize>,
        /// Set while its cancellation is passed on to what it awaits.
        #[pytraverse(skip)]
        pub(in crate::native) is_being_cancelled: Cell<bool>,
        /// The exception to throw at the next step, because the coroutine yielded an object that it can't wait for.
        pub(in crate::native) bad_yield: PyMutex<Option<PyBaseExceptionRef>>,
        /// Where it was created, if its coroutine has no lines in the script.
        #[pytraverse(skip)]
        pub(in crate::native) created_at: OnceCell<Place>,
        /// The futures that it observes, through which it may await tasks.
        #[pytraverse(skip)]
        pub(in crate::native) awaited: RefCell<Awaited>,
        /// The script's frame of its last wait, and the line.
        pub(crate) wait_frame: PyMutex<Option<FrameObjectRef>>,
        #[pytraverse(skip)]
        pub(crate) wait_line: Cell<i32>,
        /// A hash of the functions on the call stack of its last wait.
        #[pytraverse(skip)]
        pub(crate) wait_call_path: Cell<u64>,
        /// Whether its last wait depended on the result of the one before.
        #[pytraverse(skip)]
        pub(crate) is_dependent: Cell<bool>,
    }

    impl core::fmt::Debug for PyTask {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "Task({})", self.name.borrow())
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct TaskArgs {
        #[pyarg(any)]
        pub(in crate::native) coro: PyObjectRef,
        #[pyarg(named, name = "loop", optional)]
        pub(in crate::native) event_loop: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        pub(in crate::native) name: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        pub(in crate::native) context: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        pub(in crate::native) eager_start: OptionalArg<PyObjectRef>,
    }

    #[derive(FromArgs)]
    pub(crate) struct StackArgs {
        #[pyarg(named, optional)]
        limit: OptionalArg<PyObjectRef>,
        #[pyarg(named, optional)]
        file: OptionalArg<PyObjectRef>,
    }

    impl Constructor for PyTask {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyTask {
                base: PyFuture::new(),
                coroutine: PyMutex::default(),
                context: PyMutex::default(),
                name: RefCell::default(),
                inner: OnceCell::new(),
                waker: RefCell::default(),
                waits_for: PyMutex::default(),
                must_cancel: Cell::new(false),
                cancel_message: PyMutex::default(),
                cancels_requested: Cell::new(0),
                is_being_cancelled: Cell::new(false),
                bad_yield: PyMutex::default(),
                created_at: OnceCell::new(),
                awaited: RefCell::default(),
                wait_frame: PyMutex::default(),
                wait_line: Cell::default(),
                wait_call_path: Cell::default(),
                is_dependent: Cell::default(),
            })
        }
    }

    impl Initializer for PyTask {
        type Args = TaskArgs;

        fn init(zelf: &Py<Self>, args: TaskArgs, vm: &VirtualMachine) -> PyResult<()> {
            PyTask::start(zelf, args, vm)
        }
    }

    impl PyTask {
        /// The object as a task, if it is one.
        pub(crate) fn of(object: &PyObject) -> Option<&Py<PyTask>> {
            object.downcast_ref::<PyTask>()
        }

        /// The coroutine of the task.
        pub(crate) fn coroutine(&self) -> Option<PyObjectRef> {
            self.coroutine.lock().clone()
        }

        /// The task's id in the log.
        pub(crate) fn id(&self) -> Option<TaskId> {
            self.inner.get().map(coroscope_runtime::Task::id)
        }

        /// Where it was created, if its coroutine has no lines in the script.
        pub(crate) fn created_at(&self) -> Option<Place> {
            self.created_at.get().cloned()
        }

        /// The object that its coroutine waits for.
        pub(crate) fn awaited_object(&self) -> Option<PyObjectRef> {
            self.waits_for.lock().clone()
        }

        pub(crate) fn event_loop(&self) -> Option<PyObjectRef> {
            self.base.event_loop()
        }

        pub(crate) fn is_of_stopped_loop(&self, vm: &VirtualMachine) -> bool {
            self.base.stopped_loop(vm).is_some()
        }

        pub(crate) fn is_pending(&self) -> bool {
            self.base.is_pending()
        }

        /// Records that the end of a task was observed, if `object` is a task that succeeded. An exception counts as
        /// observed only when it is retrieved.
        pub(in crate::native) fn record_end_observed(object: &PyObject) {
            let task = PyTask::of(object);
            if task.is_some_and(|task| matches!(task.base.state(), State::Value(_))) {
                PyTask::record_retrieved(object);
            }
        }

        /// Records that the running task awaits this one.
        pub(crate) fn record_await(&self) {
            if let (Some(inner), true) = (self.inner.get(), current::waker().is_some()) {
                inner.record_await();
                Handle::current().record_wait(WaitReason::Task(inner.id()));
            }
        }

        /// Records that the result of a task was retrieved, if `object` is a task.
        pub(crate) fn record_retrieved(object: &PyObject) {
            if let Some(inner) = PyTask::of(object).and_then(|task| task.inner.get()) {
                let _ = inner.result();
            }
        }
    }

    #[pyclass(
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF),
        with(Constructor, Initializer, Representable, Destructor)
    )]
    impl PyTask {
        #[pymethod]
        fn cancel(zelf: PyRef<Self>, args: CancelArgs, vm: &VirtualMachine) -> PyResult<bool> {
            let message = args.msg.into_option().filter(|msg| !vm.is_none(msg));
            PyTask::request_cancel(&zelf, message, vm)
        }

        #[pymethod]
        fn cancelling(zelf: &Py<Self>) -> usize {
            zelf.cancels_requested.get()
        }

        #[pymethod]
        fn uncancel(zelf: &Py<Self>) -> usize {
            zelf.uncancel_once()
        }

        #[pymethod]
        pub(crate) fn get_name(zelf: &Py<Self>) -> String {
            zelf.name.borrow().clone()
        }

        #[pymethod]
        fn set_name(zelf: &Py<Self>, name: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let name = name.str(vm)?.to_string_lossy().into_owned();
            if let Some(inner) = zelf.inner.get() {
                inner.set_name(&name);
            }
            zelf.name.replace(name);
            Ok(())
        }

        #[pymethod]
        fn get_coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.coroutine())
        }

        #[pymethod]
        fn get_context(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.unwrap_or_none(zelf.context.lock().clone())
        }

        #[pygetset]
        fn _coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            PyTask::get_coro(zelf, vm)
        }

        /// The future that it waits for.
        #[pygetset]
        fn _fut_waiter(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
            zelf.awaited_future(vm)
        }

        #[pymethod]
        fn get_stack(zelf: PyRef<Self>, args: StackArgs, vm: &VirtualMachine) -> PyResult {
            let limit = args.limit.unwrap_or_none(vm);
            library_function("base_tasks", "_task_get_stack", vm)?.call((zelf, limit), vm)
        }

        #[pymethod]
        fn print_stack(zelf: PyRef<Self>, args: StackArgs, vm: &VirtualMachine) -> PyResult {
            let (limit, file) = (args.limit.unwrap_or_none(vm), args.file.unwrap_or_none(vm));
            library_function("base_tasks", "_task_print_stack", vm)?.call((zelf, limit, file), vm)
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

    impl Destructor for PyTask {
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if zelf.is_pending() {
                return PyTask::report_destroyed(zelf, vm);
            }
            match drive::as_future(zelf.as_object()) {
                Some(future) => PyFuture::del(future, vm),
                None => Ok(()),
            }
        }
    }

    impl Representable for PyTask {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            library_repr("base_tasks", "_task_repr", zelf.as_object(), vm)
        }
    }
}
