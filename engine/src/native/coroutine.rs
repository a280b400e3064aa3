//! A coroutine whose body is a Rust future: the result of `asyncio.sleep`, `Lock.acquire` and the like.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod coroutine {
    use crate::{current, mistakes, place};
    use core::cell::{Cell, RefCell};
    use core::pin::Pin;
    use core::task::{Context, Poll};
    use coroscope_trace::Place;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyTypeRef};
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::protocol::PyIterReturn;
    use rustpython_vm::types::{Destructor, IterNext, Iterable, Representable, SelfIter};
    use rustpython_vm::vm::thread::try_with_current_vm;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

    type Work = Pin<Box<dyn Future<Output = PyResult>>>;

    enum State {
        New(Work),
        Running(Work),
        /// An exception was thrown in. The cleanup of the dropped future runs first.
        CleaningUp(
            Pin<Box<dyn Future<Output = coroscope_runtime::Result<()>>>>,
            PyBaseExceptionRef,
        ),
        Done,
    }

    /// A coroutine whose body is a Rust future.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "coroutine")]
    #[derive(PyPayload)]
    pub(crate) struct NativeCoroutine {
        state: RefCell<State>,
        polling: Cell<bool>,
        name: &'static str,
        /// Where the script called it.
        origin: Option<Place>,
    }

    impl core::fmt::Debug for NativeCoroutine {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "NativeCoroutine({})", self.name)
        }
    }

    /// What stands for the frame of a body in Rust, with the line where the script called it.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "frame")]
    #[derive(Debug, PyPayload)]
    struct NativeFrame(&'static str, u32);

    #[pyclass]
    impl NativeFrame {
        #[pygetset]
        fn f_lineno(zelf: &Py<Self>) -> u32 {
            zelf.1
        }

        #[pygetset]
        fn f_back(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.none()
        }

        #[pygetset]
        fn f_globals(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.new_dict().into()
        }

        #[pygetset]
        fn f_locals(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.new_dict().into()
        }

        /// The frame stands for its code as well.
        #[pygetset]
        fn f_code(zelf: PyRef<Self>) -> PyRef<Self> {
            zelf
        }

        #[pygetset]
        fn co_filename(_zelf: &Py<Self>) -> &'static str {
            place::FILE
        }

        #[pygetset]
        fn co_name(zelf: &Py<Self>) -> &'static str {
            zelf.0.rsplit('.').next().unwrap_or(zelf.0)
        }

        #[pygetset]
        fn co_qualname(zelf: &Py<Self>) -> &'static str {
            zelf.0
        }
    }

    #[pyclass(
        with(Iterable, IterNext, Representable, Destructor),
        flags(HAS_WEAKREF)
    )]
    impl NativeCoroutine {
        /// A coroutine with this name and body. It starts when it is awaited.
        pub(crate) fn new(
            name: &'static str,
            work: impl Future<Output = PyResult> + 'static,
        ) -> NativeCoroutine {
            NativeCoroutine {
                state: RefCell::new(State::New(Box::pin(work))),
                polling: Cell::new(false),
                name,
                origin: try_with_current_vm(place::running).flatten(),
            }
        }

        /// Polls the body once, in the running task.
        pub(crate) fn advance(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            let Some(waker) = current::waker() else {
                return Err(vm.new_runtime_error("no running event loop"));
            };
            if zelf.polling.replace(true) {
                return Err(vm.new_value_error("coroutine already executing"));
            }
            let state = zelf.state.replace(State::Done);
            let mut context = Context::from_waker(&waker);
            let (state, polled) = match state {
                State::New(mut work) | State::Running(mut work) => {
                    let polled = work.as_mut().poll(&mut context);
                    (State::Running(work), polled)
                }
                State::CleaningUp(mut rest, error) => {
                    let polled = rest.as_mut().poll(&mut context);
                    let polled = polled.map(|_| Err(error.clone()));
                    (State::CleaningUp(rest, error), polled)
                }
                State::Done => {
                    zelf.polling.set(false);
                    return Err(vm.new_runtime_error("cannot reuse already awaited coroutine"));
                }
            };
            zelf.polling.set(false);
            match polled {
                Poll::Pending => {
                    zelf.state.replace(state);
                    Ok(PyIterReturn::Return(zelf.as_object().to_owned()))
                }
                Poll::Ready(Ok(value)) => Ok(PyIterReturn::StopIteration(Some(value))),
                Poll::Ready(Err(error)) => Err(error),
            }
        }

        /// Ends the body with an exception, after its cleanup.
        pub(crate) fn interrupt(
            zelf: &Py<Self>,
            error: PyBaseExceptionRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyIterReturn> {
            let state = zelf.state.replace(State::Done);
            if current::waker().is_none() {
                // The coroutine is being destroyed, so nothing would await its cleanup.
                drop(state);
                return Err(error);
            }
            match state {
                State::Running(work) => match coroscope_runtime::runtime::drop_for_cancel(work) {
                    None => Err(error),
                    Some(rest) => {
                        zelf.state.replace(State::CleaningUp(Box::pin(rest), error));
                        NativeCoroutine::advance(zelf, vm)
                    }
                },
                State::CleaningUp(rest, _) => {
                    zelf.state.replace(State::CleaningUp(rest, error));
                    NativeCoroutine::advance(zelf, vm)
                }
                State::New(_) | State::Done => Err(error),
            }
        }

        #[pymethod]
        fn send(
            zelf: PyRef<Self>,
            _value: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyIterReturn> {
            NativeCoroutine::advance(&zelf, vm)
        }

        #[pymethod]
        fn throw(
            zelf: PyRef<Self>,
            kind: PyObjectRef,
            value: OptionalArg,
            traceback: OptionalArg,
            vm: &VirtualMachine,
        ) -> PyResult<PyIterReturn> {
            let value = value.unwrap_or_none(vm);
            let error = vm.normalize_exception(kind, value, traceback.unwrap_or_none(vm))?;
            NativeCoroutine::interrupt(&zelf, error, vm)
        }

        #[pymethod]
        fn close(zelf: &Py<Self>) {
            drop(zelf.state.replace(State::Done));
        }

        #[pymethod(name = "__await__")]
        fn r#await(zelf: PyRef<Self>) -> PyRef<Self> {
            zelf
        }

        /// For `inspect` and `isinstance`, it is a coroutine like any other.
        #[pygetset]
        fn __class__(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyTypeRef {
            vm.ctx.types.coroutine_type.to_owned()
        }

        #[pygetset]
        fn cr_running(zelf: &Py<Self>) -> bool {
            zelf.polling.get()
        }

        #[pygetset]
        fn cr_suspended(zelf: &Py<Self>) -> bool {
            let state = zelf.state.borrow();
            matches!(*state, State::Running(_) | State::CleaningUp(..))
        }

        /// Something that stands for a frame while the coroutine has not ended, as `inspect` expects it.
        #[pygetset]
        fn cr_frame(zelf: &Py<Self>) -> Option<NativeFrame> {
            let is_over = !zelf.polling.get() && matches!(*zelf.state.borrow(), State::Done);
            let line = zelf.origin.as_ref().map_or(0, |origin| origin.line);
            (!is_over).then_some(NativeFrame(zelf.name, line))
        }

        #[pygetset]
        fn __name__(zelf: &Py<Self>) -> &'static str {
            zelf.name.rsplit('.').next().unwrap_or(zelf.name)
        }

        #[pygetset]
        fn __qualname__(zelf: &Py<Self>) -> &'static str {
            zelf.name
        }
    }

    impl SelfIter for NativeCoroutine {}
    impl IterNext for NativeCoroutine {
        fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            NativeCoroutine::advance(zelf, vm)
        }
    }

    impl Representable for NativeCoroutine {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            let id = zelf.get_id();
            Ok(format!("<coroutine object {} at {id:#x}>", zelf.name))
        }
    }

    impl Destructor for NativeCoroutine {
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if let State::New(_) = zelf.state.replace(State::Done) {
                mistakes::record_never_awaited(zelf.name, zelf.origin.clone());
                let message = format!("coroutine '{}' was never awaited", zelf.name);
                let category = vm.ctx.exceptions.runtime_warning.to_owned();
                let message = vm.ctx.new_str(message).into();
                rustpython_vm::warn::warn(message, Some(category), 1, None, vm)?;
            }
            Ok(())
        }
    }
}
