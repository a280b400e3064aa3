//! `asyncio.Lock`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod lock {
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr;
    use coroscope_runtime::Lock;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm};

    /// A fair lock.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Lock")]
    #[derive(PyPayload)]
    pub(crate) struct PyLock(pub(crate) Lock);

    impl core::fmt::Debug for PyLock {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Lock")
        }
    }

    impl Constructor for PyLock {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): (), _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyLock(Lock::new()))
        }
    }

    #[pyclass(
        with(Constructor, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyLock {
        #[pymethod]
        fn acquire(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.0.clone(), "Lock.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let released = zelf.0.release();
            released.map_err(|_| vm.new_runtime_error("Lock is not acquired."))
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.0.locked()
        }

        #[pymethod]
        fn __aenter__(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.0.clone(), "Lock.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: &Py<Self>, _error: FuncArgs) -> NativeCoroutine {
            let lock = zelf.0.clone();
            NativeCoroutine::new("Lock.__aexit__", async move {
                with_current_vm(|vm| match lock.release() {
                    Ok(()) => Ok(vm.ctx.none()),
                    Err(_) => Err(vm.new_runtime_error("Lock is not acquired.")),
                })
            })
        }
    }

    /// Acquires `lock`. Returns `True`, or `None` for `async with`.
    pub(crate) fn acquire(lock: Lock, name: &'static str, returns_true: bool) -> NativeCoroutine {
        NativeCoroutine::new(name, async move {
            lock.acquire().await.keep();
            Ok(with_current_vm(|vm| match returns_true {
                true => vm.ctx.new_bool(true).into(),
                false => vm.ctx.none(),
            }))
        })
    }

    impl Representable for PyLock {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.0.locked() {
                "locked"
            } else {
                "unlocked"
            };
            Ok(repr(zelf, state, zelf.0.statistics().waiters, vm))
        }
    }
}
