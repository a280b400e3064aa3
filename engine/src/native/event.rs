//! `asyncio.Event`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod event {
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::repr;
    use coroscope_runtime::Event;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm};

    /// A flag that tasks can wait for.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Event")]
    #[derive(PyPayload)]
    pub(crate) struct PyEvent(Event);

    impl core::fmt::Debug for PyEvent {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Event")
        }
    }

    impl Constructor for PyEvent {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): (), _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyEvent(Event::new()))
        }
    }

    #[pyclass(
        with(Constructor, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyEvent {
        #[pymethod]
        fn is_set(zelf: &Py<Self>) -> bool {
            zelf.0.is_set()
        }

        #[pymethod]
        fn set(zelf: &Py<Self>) {
            zelf.0.set();
        }

        #[pymethod]
        fn clear(zelf: &Py<Self>) {
            zelf.0.clear();
        }

        #[pymethod]
        fn wait(zelf: &Py<Self>) -> NativeCoroutine {
            let event = zelf.0.clone();
            NativeCoroutine::new("Event.wait", async move {
                event.wait().await;
                Ok(with_current_vm(|vm| vm.ctx.new_bool(true).into()))
            })
        }
    }

    impl Representable for PyEvent {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.0.is_set() { "set" } else { "unset" };
            Ok(repr(zelf, state, zelf.0.statistics().waiters, vm))
        }
    }
}
