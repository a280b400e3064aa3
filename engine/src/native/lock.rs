//! `asyncio.Lock`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod lock {
    use crate::native::bound::{LoopBound, LoopSlot};
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr::of_primitive;
    use coroscope_runtime::Lock;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{
        Py, PyPayload, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A fair lock.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Lock")]
    #[derive(PyPayload)]
    pub(crate) struct PyLock {
        pub(in crate::native) lock: Lock,
        slot: LoopSlot,
    }

    impl LoopBound for PyLock {
        fn slot(&self) -> &LoopSlot {
            &self.slot
        }
    }

    impl PyLock {
        pub(in crate::native) fn new() -> PyLock {
            PyLock {
                lock: Lock::new(),
                slot: LoopSlot::default(),
            }
        }
    }

    impl core::fmt::Debug for PyLock {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Lock")
        }
    }

    impl Constructor for PyLock {
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyLock::new())
        }
    }

    impl Initializer for PyLock {
        type Args = ();

        fn init(_zelf: &Py<Self>, (): (), _vm: &VirtualMachine) -> PyResult<()> {
            Ok(())
        }
    }

    #[pyclass(
        with(Constructor, Initializer, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyLock {
        #[pymethod]
        fn acquire(zelf: PyRef<Self>) -> NativeCoroutine {
            acquire(zelf, "Lock.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let released = zelf.lock.release();
            released.map_err(|_| vm.new_runtime_error("Lock is not acquired."))
        }

        #[pygetset]
        fn _locked(zelf: &Py<Self>) -> bool {
            zelf.lock.locked()
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.lock.locked()
        }

        #[pymethod]
        fn __aenter__(zelf: PyRef<Self>) -> NativeCoroutine {
            acquire(zelf, "Lock.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: &Py<Self>, _error: FuncArgs) -> NativeCoroutine {
            let lock = zelf.lock.clone();
            NativeCoroutine::new("Lock.__aexit__", async move {
                with_current_vm(|vm| match lock.release() {
                    Ok(()) => Ok(vm.ctx.none()),
                    Err(_) => Err(vm.new_runtime_error("Lock is not acquired.")),
                })
            })
        }
    }

    /// Acquires `lock`. Returns `True`, or `None` for `async with`.
    pub(crate) fn acquire(
        lock: PyRef<PyLock>,
        name: &'static str,
        returns_true: bool,
    ) -> NativeCoroutine {
        NativeCoroutine::new(name, async move {
            let wait = lock.lock.acquire();
            PyLock::wait_in_loop(&lock, |it| it.lock.locked(), wait)
                .await?
                .keep();
            Ok(with_current_vm(|vm| match returns_true {
                true => vm.ctx.new_bool(true).into(),
                false => vm.ctx.none(),
            }))
        })
    }

    impl Representable for PyLock {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.lock.locked() {
                "locked"
            } else {
                "unlocked"
            };
            Ok(of_primitive(
                zelf,
                state,
                zelf.lock.statistics().waiters,
                vm,
            ))
        }
    }
}
