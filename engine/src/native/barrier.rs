//! `asyncio.Barrier`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod barrier {
    use crate::native::exceptions;

    use crate::native::coroutine::coroutine::NativeCoroutine;
    use core::cell::OnceCell;
    use coroscope_runtime::{Barrier, BarrierState};
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm};

    /// A number of tasks wait for each other.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Barrier")]
    #[derive(Default, PyPayload)]
    pub(crate) struct PyBarrier(OnceCell<Barrier>);

    impl PyBarrier {
        fn barrier(&self) -> &Barrier {
            self.0.get_or_init(|| Barrier::new(1))
        }
    }

    impl core::fmt::Debug for PyBarrier {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Barrier")
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct Parties {
        #[pyarg(any)]
        parties: isize,
    }

    impl Constructor for PyBarrier {
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyBarrier::default())
        }
    }

    impl Initializer for PyBarrier {
        type Args = Parties;

        fn init(zelf: &Py<Self>, args: Parties, vm: &VirtualMachine) -> PyResult<()> {
            match usize::try_from(args.parties) {
                Ok(parties) if parties > 0 => {
                    zelf.0.get_or_init(|| Barrier::new(parties));
                    Ok(())
                }
                _ => Err(vm.new_value_error("parties must be >= 1")),
            }
        }
    }

    #[pyclass(
        with(Constructor, Initializer, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyBarrier {
        #[pymethod]
        fn wait(zelf: &Py<Self>) -> NativeCoroutine {
            wait(zelf.barrier().clone(), "Barrier.wait")
        }

        #[pymethod]
        fn reset(zelf: &Py<Self>) -> NativeCoroutine {
            let barrier = zelf.barrier().clone();
            NativeCoroutine::new("Barrier.reset", async move {
                barrier.reset();
                Ok(with_current_vm(|vm| vm.ctx.none()))
            })
        }

        #[pymethod]
        fn abort(zelf: &Py<Self>) -> NativeCoroutine {
            let barrier = zelf.barrier().clone();
            NativeCoroutine::new("Barrier.abort", async move {
                barrier.abort();
                Ok(with_current_vm(|vm| vm.ctx.none()))
            })
        }

        #[pygetset]
        fn parties(zelf: &Py<Self>) -> usize {
            zelf.barrier().parties()
        }

        #[pygetset]
        fn n_waiting(zelf: &Py<Self>) -> usize {
            zelf.barrier().n_waiting()
        }

        #[pygetset]
        fn broken(zelf: &Py<Self>) -> bool {
            zelf.barrier().broken()
        }

        #[pymethod]
        fn __aenter__(zelf: &Py<Self>) -> NativeCoroutine {
            wait(zelf.barrier().clone(), "Barrier.__aenter__")
        }

        #[pymethod]
        fn __aexit__(_zelf: &Py<Self>, _error: FuncArgs) -> NativeCoroutine {
            NativeCoroutine::new("Barrier.__aexit__", async {
                Ok(with_current_vm(|vm| vm.ctx.none()))
            })
        }
    }

    fn wait(barrier: Barrier, name: &'static str) -> NativeCoroutine {
        NativeCoroutine::new(name, async move {
            let was_broken = barrier.broken();
            let waited = barrier.wait().await;
            with_current_vm(|vm| match waited {
                Ok(before) => Ok(vm.ctx.new_int(before).into()),
                Err(_) => {
                    let words = if was_broken {
                        "Barrier aborted"
                    } else {
                        "Abort or reset of barrier"
                    };
                    Err(exceptions::error("BrokenBarrierError", words, vm))
                }
            })
        })
    }

    impl Representable for PyBarrier {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let (waiting, parties) = (zelf.barrier().n_waiting(), zelf.barrier().parties());
            let waiters = format!(", waiters:{waiting}/{parties}");
            let state = match zelf.barrier().state() {
                BarrierState::Filling => "filling".to_owned() + &waiters,
                BarrierState::Draining => "draining".to_owned() + &waiters,
                BarrierState::Resetting => "resetting".to_owned() + &waiters,
                BarrierState::Broken => "broken".to_owned(),
            };
            Ok(crate::native::repr::of_primitive(zelf, &state, 0, vm))
        }
    }
}
