//! Streams and servers of the script's own network, as the log knows them.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod traced {
    use crate::native::future::future::PyFuture;
    use crate::native::future_iter::future_iter::FutureIter;
    use core::cell::{Cell, RefCell};
    use coroscope_runtime::runtime::LoggedResource;
    use coroscope_trace::{Op, ResourceKind};
    use rustpython_vm::builtins::{PyStrRef, PyType};
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{Py, PyPayload, PyRef, PyResult, VirtualMachine};

    /// A stream or a server.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Traced")]
    #[derive(PyPayload)]
    struct Traced(LoggedResource);

    impl core::fmt::Debug for Traced {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Traced")
        }
    }

    impl Constructor for Traced {
        type Args = (PyStrRef, PyStrRef);

        /// The kind and the name.
        fn py_new(
            _class: &Py<PyType>,
            (kind, name): Self::Args,
            vm: &VirtualMachine,
        ) -> PyResult<Self> {
            let (kind, name) = (kind.to_string_lossy(), name.to_string_lossy());
            let known = ResourceKind::ALL.iter().find(|it| it.name() == kind);
            let Some(kind) = known else {
                return Err(vm.new_value_error("unknown kind of resource"));
            };
            Ok(Traced(LoggedResource::new(*kind, &name)))
        }
    }

    #[pyclass(with(Constructor))]
    impl Traced {
        /// Records how many bytes wait, or how many connections are open.
        #[pymethod]
        fn set_level(zelf: &Py<Self>, level: usize) {
            zelf.0.set_level(level);
        }

        /// An awaitable of `future`. The log has that the task which awaits it waits for the operation named `op`.
        #[pymethod]
        fn wait(
            zelf: &Py<Self>,
            future: PyRef<PyFuture>,
            op: PyStrRef,
            vm: &VirtualMachine,
        ) -> PyResult<FutureIter> {
            let op = op.to_string_lossy();
            let Some(op) = Op::ALL.iter().find(|it| it.name() == op) else {
                return Err(vm.new_value_error("unknown operation"));
            };
            Ok(FutureIter {
                future,
                is_over: Cell::new(false),
                has_yielded: Cell::new(false),
                on: Some((zelf.0.clone(), *op)),
                wait: RefCell::default(),
            })
        }
    }
}
