//! `asyncio.Event`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod event {
    use crate::native::bound::{LoopBound, LoopSlot};
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr::of_primitive;
    use coroscope_runtime::Event;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{
        Py, PyPayload, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A flag that tasks can wait for.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Event")]
    #[derive(PyPayload)]
    pub(crate) struct PyEvent {
        event: Event,
        slot: LoopSlot,
    }

    impl LoopBound for PyEvent {
        fn slot(&self) -> &LoopSlot {
            &self.slot
        }
    }

    impl core::fmt::Debug for PyEvent {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Event")
        }
    }

    impl Constructor for PyEvent {
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyEvent {
                event: Event::new(),
                slot: LoopSlot::default(),
            })
        }
    }

    impl Initializer for PyEvent {
        type Args = ();

        fn init(_zelf: &Py<Self>, (): (), _vm: &VirtualMachine) -> PyResult<()> {
            Ok(())
        }
    }

    #[pyclass(
        with(Constructor, Initializer, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyEvent {
        #[pymethod]
        fn is_set(zelf: &Py<Self>) -> bool {
            zelf.event.is_set()
        }

        #[pymethod]
        fn set(zelf: &Py<Self>) {
            zelf.event.set();
        }

        #[pymethod]
        fn clear(zelf: &Py<Self>) {
            zelf.event.clear();
        }

        #[pymethod]
        fn wait(zelf: PyRef<Self>) -> NativeCoroutine {
            NativeCoroutine::new("Event.wait", async move {
                PyEvent::wait_in_loop(&zelf, |it| !it.event.is_set(), zelf.event.wait()).await?;
                Ok(with_current_vm(|vm| vm.ctx.new_bool(true).into()))
            })
        }
    }

    impl Representable for PyEvent {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.event.is_set() { "set" } else { "unset" };
            Ok(of_primitive(
                zelf,
                state,
                zelf.event.statistics().waiters,
                vm,
            ))
        }
    }
}
