//! `asyncio.Task`: a coroutine of the script's, driven as the body of one of Coroscope's tasks.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod task {
    use crate::native::future::future::{Message, PyFuture};
    use crate::native::{awaited::Awaited, drive, settle::State, settle::put};
    use crate::{calling, current, place};
    use core::cell::{Cell, OnceCell, RefCell};
    use core::task::{Poll, Waker};
    use coroscope::Error;
    use coroscope::runtime::Handle;
    use coroscope::trace::{Place, TaskId, WaitReason};
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
        /// The task of Coroscope's whose body drives the coroutine.
        #[pytraverse(skip)]
        pub(in crate::native) own: OnceCell<coroscope::Task<()>>,
        #[pytraverse(skip)]
        pub(in crate::native) waker: RefCell<Option<Waker>>,
        /// What the coroutine waits for, as it was yielded.
        pub(in crate::native) waits_for: PyMutex<Option<PyObjectRef>>,
        /// A cancellation that is yet to be thrown into the coroutine.
        #[pytraverse(skip)]
        pub(in crate::native) must_cancel: Cell<bool>,
        pub(in crate::native) cancel_message: PyMutex<Option<PyObjectRef>>,
        #[pytraverse(skip)]
        pub(in crate::native) cancels_requested: Cell<usize>,
        /// To be thrown in at the next step: what it yielded is nothing to wait for.
        pub(in crate::native) bad_yield: PyMutex<Option<PyBaseExceptionRef>>,
        /// Where it was made, if its coroutine has no lines of the script's.
        #[pytraverse(skip)]
        made_at: OnceCell<Place>,
        /// The tasks that it may await through a future.
        #[pytraverse(skip)]
        pub(in crate::native) awaited: RefCell<Awaited>,
        /// The script's frame in which it waited last, and the line.
        pub(crate) waited_in: PyMutex<Option<FrameObjectRef>>,
        #[pytraverse(skip)]
        pub(crate) waited_at: Cell<i32>,
        /// A number for the functions that it was called through.
        #[pytraverse(skip)]
        pub(crate) waited_through: Cell<u64>,
        /// Whether it needed what the wait before gave.
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
                own: OnceCell::new(),
                waker: RefCell::default(),
                waits_for: PyMutex::default(),
                must_cancel: Cell::new(false),
                cancel_message: PyMutex::default(),
                cancels_requested: Cell::new(0),
                bad_yield: PyMutex::default(),
                made_at: OnceCell::new(),
                awaited: RefCell::default(),
                waited_in: PyMutex::default(),
                waited_at: Cell::default(),
                waited_through: Cell::default(),
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
            put(&zelf.context, context);
            let name = match args.name.into_option() {
                Some(name) if !vm.is_none(&name) => name.str(vm)?.to_string_lossy().into_owned(),
                _ => format!("Task-{}", current::next_task_number()),
            };
            if !drive::is_of_script(&args.coro)
                && let Some(place) = place::now()
            {
                let _ = zelf.made_at.set(place);
            }
            put(&zelf.coroutine, Some(args.coro));
            // As asyncio's loop, this one keeps no task that only waits for a future.
            let weak = zelf.as_object().downgrade(None, vm)?;
            let driven = weak.clone();
            let body = core::future::poll_fn(move |cx| {
                match driven.upgrade().and_then(|it| it.downcast().ok()) {
                    Some(task) => PyTask::step(&task, cx),
                    None => Poll::Ready(Err(Error::cancelled("it was destroyed"))),
                }
            });
            let spawn = calling::spawned_as();
            let (parent, shown) = match &spawn {
                Some(spawn) => (spawn.parent, &spawn.name),
                None => (current::task_id(), &name),
            };
            let own = current::handle().spawn_driven_for(parent, body);
            if **shown != *own.name() {
                own.set_name(shown);
            }
            zelf.name.replace(name);
            let _ = zelf.own.set(own);
            current::register_task(zelf, weak);
            Ok(())
        }
    }

    impl PyTask {
        /// The task that an object is.
        pub(crate) fn of(object: &PyObject) -> Option<&Py<PyTask>> {
            object.downcast_ref::<PyTask>()
        }

        /// The coroutine that it runs.
        pub(crate) fn coroutine(&self) -> Option<PyObjectRef> {
            self.coroutine.lock().clone()
        }

        /// Its number in the log.
        pub(crate) fn id(&self) -> Option<TaskId> {
            self.own.get().map(coroscope::Task::id)
        }

        /// Where it was made, if its coroutine has no lines of the script's.
        pub(crate) fn made_at(&self) -> Option<Place> {
            self.made_at.get().cloned()
        }

        /// What its coroutine waits for.
        pub(crate) fn waits_on(&self) -> Option<PyObjectRef> {
            self.waits_for.lock().clone()
        }

        pub(crate) fn is_pending(&self) -> bool {
            self.base.is_pending()
        }

        /// Records that somebody has heard of the end of what may be a task, unless that failed: of an error only who
        /// looks at it knows.
        pub(in crate::native) fn note_heard(object: &PyObject) {
            let task = PyTask::of(object);
            if task.is_some_and(|task| matches!(task.base.state(), State::Value(_))) {
                PyTask::note_retrieved(object);
            }
        }

        /// Records that the running task awaits this one.
        pub(crate) fn record_await(&self) {
            if let (Some(own), true) = (self.own.get(), current::waker().is_some()) {
                own.record_await();
                Handle::current().record_wait(WaitReason::Task(own.id()));
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
        with(Constructor, Initializer, Representable, Destructor)
    )]
    impl PyTask {
        #[pymethod]
        fn cancel(zelf: PyRef<Self>, args: Message, vm: &VirtualMachine) -> PyResult<bool> {
            let message = args.msg.into_option().filter(|msg| !vm.is_none(msg));
            Ok(PyTask::request_cancel(&zelf, message, vm))
        }

        #[pymethod]
        fn cancelling(zelf: &Py<Self>) -> usize {
            zelf.cancels_requested.get()
        }

        #[pymethod]
        fn uncancel(zelf: &Py<Self>) -> usize {
            zelf.take_cancel_back()
        }

        #[pymethod]
        pub(crate) fn get_name(zelf: &Py<Self>) -> String {
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

        /// Where it was made, which only a loop in debug mode keeps.
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
                return PyTask::destroyed(zelf, vm);
            }
            match drive::as_future(zelf.as_object()) {
                Some(future) => PyFuture::del(future, vm),
                None => Ok(()),
            }
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
            let coroutine = match zelf.coroutine() {
                Some(coroutine) => drive::told(&coroutine, vm),
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
