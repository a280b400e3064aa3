//! `asyncio.Task`: a coroutine of the script, driven by the body of a Coroscope task.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod task {
    use crate::native::future::future::{CancelArgs, PyFuture};
    use crate::native::{awaited::Awaited, drive, settle::State, settle::put};
    use crate::{attribution, current, place};
    use core::cell::{Cell, OnceCell, RefCell};
    use core::task::{Poll, Waker};
    use coroscope_runtime::Error;
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
        name: RefCell<String>,
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
        /// The exception to throw at the next step, because the coroutine yielded an object that it can't wait for.
        pub(in crate::native) bad_yield: PyMutex<Option<PyBaseExceptionRef>>,
        /// Where it was created, if its coroutine has no lines in the script.
        #[pytraverse(skip)]
        created_at: OnceCell<Place>,
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
                coroutine: PyMutex::default(),
                context: PyMutex::default(),
                name: RefCell::default(),
                inner: OnceCell::new(),
                waker: RefCell::default(),
                waits_for: PyMutex::default(),
                must_cancel: Cell::new(false),
                cancel_message: PyMutex::default(),
                cancels_requested: Cell::new(0),
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
            if args.eager_start.is_present() {
                let eager = args.eager_start.unwrap_or_none(vm).try_to_bool(vm)?;
                if eager {
                    return Err(vm.new_not_implemented_error(
                        "eager_start is not available: a task starts in the loop's next pass",
                    ));
                }
            }
            if !drive::is_coroutine(&args.coro, vm)? {
                let repr = args.coro.repr(vm)?;
                return Err(vm.new_type_error(format!("a coroutine was expected, got {repr}")));
            }
            current::check_task_limit(vm)?;
            zelf.base.set_loop(args.event_loop.into_option(), vm)?;
            let context = match args.context.into_option() {
                Some(context) if !vm.is_none(&context) => Some(context),
                _ => current::copy_context(vm)?,
            };
            put(&zelf.context, context);
            let name = match args.name.into_option() {
                Some(name) if !vm.is_none(&name) => name.str(vm)?.to_string_lossy().into_owned(),
                _ => format!("Task-{}", current::next_task_number()),
            };
            if !drive::is_of_script(&args.coro)
                && let Some(place) = place::now()
            {
                let _ = zelf.created_at.set(place);
            }
            put(&zelf.coroutine, Some(args.coro));
            // As in asyncio, the loop holds no strong reference to a task that waits for a future.
            let weak = zelf.as_object().downgrade(None, vm)?;
            let task = weak.clone();
            let body = core::future::poll_fn(move |cx| {
                match task.upgrade().and_then(|it| it.downcast().ok()) {
                    Some(task) => PyTask::step(&task, cx),
                    None => Poll::Ready(Err(Error::cancelled("it was destroyed"))),
                }
            });
            let spawn = attribution::spawn_record();
            let (parent, log_name) = match &spawn {
                Some(spawn) => (spawn.parent, &spawn.name),
                None => (current::task_id(), &name),
            };
            let inner = current::handle().spawn_driven_for(parent, body);
            if **log_name != *inner.name() {
                inner.set_name(log_name);
            }
            zelf.name.replace(name);
            let _ = zelf.inner.set(inner);
            current::register_task(zelf, weak);
            Ok(())
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
            Ok(PyTask::request_cancel(&zelf, message, vm))
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

        /// Where it was created, which asyncio has in debug mode only.
        #[pygetset]
        fn _source_traceback(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.none()
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
            let described = zelf.base.describe(vm)?;
            let (state, rest) = described.split_once(' ').unwrap_or((&described, ""));
            let state = match (state, zelf.cancels_requested.get()) {
                ("pending", 1..) => "cancelling",
                _ => state,
            };
            let coroutine = match zelf.coroutine() {
                Some(coroutine) => drive::describe(&coroutine, vm),
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
