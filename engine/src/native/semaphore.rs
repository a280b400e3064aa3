//! `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod semaphore {
    use crate::native::bound::{LoopBound, LoopSlot};
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr::of_primitive;
    use core::cell::OnceCell;
    use coroscope_runtime::Semaphore;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{
        Py, PyPayload, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A number of permits. `BoundedSemaphore` in `asyncio.locks` adds the bound.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Semaphore")]
    #[derive(Default, PyPayload)]
    pub(crate) struct PySemaphore {
        semaphore: OnceCell<Semaphore>,
        slot: LoopSlot,
    }

    impl LoopBound for PySemaphore {
        fn slot(&self) -> &LoopSlot {
            &self.slot
        }
    }

    impl PySemaphore {
        fn semaphore(&self) -> &Semaphore {
            self.semaphore.get_or_init(|| Semaphore::new(1))
        }
    }

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
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PySemaphore::default())
        }
    }

    impl Initializer for PySemaphore {
        type Args = Permits;

        fn init(zelf: &Py<Self>, args: Permits, vm: &VirtualMachine) -> PyResult<()> {
            let permits = usize::try_from(args.value.unwrap_or(1))
                .map_err(|_| vm.new_value_error("Semaphore initial value must be >= 0"))?;
            zelf.semaphore.get_or_init(|| Semaphore::new(permits));
            Ok(())
        }
    }

    #[pyclass(
        with(Constructor, Initializer, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PySemaphore {
        #[pymethod]
        fn acquire(zelf: PyRef<Self>) -> NativeCoroutine {
            acquire(zelf, "Semaphore.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>) {
            zelf.semaphore().release();
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.semaphore().locked()
        }

        #[pygetset]
        fn _value(zelf: &Py<Self>) -> usize {
            zelf.semaphore().statistics().permits
        }

        #[pymethod]
        fn __aenter__(zelf: PyRef<Self>) -> NativeCoroutine {
            acquire(zelf, "Semaphore.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: PyRef<Self>, _error: FuncArgs) -> NativeCoroutine {
            // Called by name, because BoundedSemaphore overrides it.
            NativeCoroutine::new("Semaphore.__aexit__", async move {
                with_current_vm(|vm| vm.call_method(zelf.as_ref(), "release", ()))
            })
        }
    }

    fn acquire(
        semaphore: PyRef<PySemaphore>,
        name: &'static str,
        returns_true: bool,
    ) -> NativeCoroutine {
        NativeCoroutine::new(name, async move {
            let wait = semaphore.semaphore().acquire();
            PySemaphore::wait_in_loop(&semaphore, |it| it.semaphore().locked(), wait)
                .await?
                .keep();
            Ok(with_current_vm(|vm| match returns_true {
                true => vm.ctx.new_bool(true).into(),
                false => vm.ctx.none(),
            }))
        })
    }

    impl Representable for PySemaphore {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let statistics = zelf.semaphore().statistics();
            let state = match zelf.semaphore().locked() {
                true => "locked".to_owned(),
                false => format!("unlocked, value:{}", statistics.permits),
            };
            Ok(of_primitive(zelf, &state, statistics.waiters, vm))
        }
    }
}
