//! `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod semaphore {
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr;
    use coroscope_runtime::Semaphore;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm};

    /// A number of permits. `BoundedSemaphore` in `asyncio.locks` adds the bound.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Semaphore")]
    #[derive(PyPayload)]
    pub(crate) struct PySemaphore(Semaphore);

    impl core::fmt::Debug for PySemaphore {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Semaphore")
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct Permits {
        #[pyarg(any, optional)]
        value: OptionalArg<isize>,
    }

    impl Constructor for PySemaphore {
        type Args = Permits;

        fn py_new(_class: &Py<PyType>, args: Permits, vm: &VirtualMachine) -> PyResult<Self> {
            match usize::try_from(args.value.unwrap_or(1)) {
                Ok(permits) => Ok(PySemaphore(Semaphore::new(permits))),
                Err(_) => Err(vm.new_value_error("Semaphore initial value must be >= 0")),
            }
        }
    }

    #[pyclass(
        with(Constructor, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PySemaphore {
        #[pymethod]
        fn acquire(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.0.clone(), "Semaphore.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>) {
            zelf.0.release();
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.0.locked()
        }

        #[pygetset]
        fn _value(zelf: &Py<Self>) -> usize {
            zelf.0.statistics().permits
        }

        #[pymethod]
        fn __aenter__(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.0.clone(), "Semaphore.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: rustpython_vm::PyRef<Self>, _error: FuncArgs) -> NativeCoroutine {
            // Called by name, because BoundedSemaphore overrides it.
            NativeCoroutine::new("Semaphore.__aexit__", async move {
                with_current_vm(|vm| vm.call_method(zelf.as_ref(), "release", ()))
            })
        }
    }

    fn acquire(semaphore: Semaphore, name: &'static str, returns_true: bool) -> NativeCoroutine {
        NativeCoroutine::new(name, async move {
            semaphore.acquire().await.keep();
            Ok(with_current_vm(|vm| match returns_true {
                true => vm.ctx.new_bool(true).into(),
                false => vm.ctx.none(),
            }))
        })
    }

    impl Representable for PySemaphore {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let statistics = zelf.0.statistics();
            let state = match zelf.0.locked() {
                true => "locked".to_owned(),
                false => format!("unlocked, value:{}", statistics.permits),
            };
            Ok(repr(zelf, &state, statistics.waiters, vm))
        }
    }
}
