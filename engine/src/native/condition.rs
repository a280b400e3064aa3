//! `asyncio.Condition`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod condition {
    use crate::native::bound::LoopSlot;
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::lock::lock::{PyLock, acquire};
    use crate::native::repr::of_primitive;
    use core::cell::OnceCell;
    use coroscope_runtime::Condition;
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Initializer, Representable};
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        vm::thread::with_current_vm,
    };

    /// Tasks wait until another task notifies them, with a lock held.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Condition")]
    #[derive(Default, PyPayload)]
    pub(crate) struct PyCondition {
        parts: OnceCell<Parts>,
        slot: LoopSlot,
    }

    struct Parts {
        condition: Condition,
        lock: PyRef<PyLock>,
    }

    impl PyCondition {
        fn parts(&self) -> &Parts {
            self.parts
                .get_or_init(|| Parts::new(with_current_vm(|vm| PyLock::new().into_ref(&vm.ctx))))
        }
    }

    impl Parts {
        fn new(lock: PyRef<PyLock>) -> Parts {
            Parts {
                condition: Condition::with_lock(lock.lock.clone()).keep_lock_on_cancel(),
                lock,
            }
        }
    }

    impl core::fmt::Debug for PyCondition {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Condition")
        }
    }

    impl Constructor for PyCondition {
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PyCondition::default())
        }
    }

    impl Initializer for PyCondition {
        type Args = LockArg;

        fn init(zelf: &Py<Self>, args: LockArg, vm: &VirtualMachine) -> PyResult<()> {
            let lock = match args.lock.flatten() {
                Some(lock) => lock,
                None => PyLock::new().into_ref(&vm.ctx),
            };
            zelf.parts.get_or_init(|| Parts::new(lock));
            Ok(())
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct LockArg {
        #[pyarg(any, optional)]
        lock: OptionalArg<Option<PyRef<PyLock>>>,
    }

    #[pyclass(
        with(Constructor, Initializer, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyCondition {
        #[pymethod]
        fn acquire(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.parts().lock.clone(), "Lock.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let released = zelf.parts().lock.lock.release();
            released.map_err(|_| vm.new_runtime_error("Lock is not acquired."))
        }

        #[pygetset]
        fn _lock(zelf: &Py<Self>) -> PyRef<PyLock> {
            zelf.parts().lock.clone()
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.parts().lock.lock.locked()
        }

        #[pymethod]
        fn wait(zelf: PyRef<Self>) -> NativeCoroutine {
            NativeCoroutine::new("Condition.wait", async move {
                wait(&zelf).await?;
                Ok(with_current_vm(|vm| vm.ctx.new_bool(true).into()))
            })
        }

        #[pymethod]
        fn wait_for(zelf: PyRef<Self>, predicate: PyObjectRef) -> NativeCoroutine {
            NativeCoroutine::new("Condition.wait_for", async move {
                loop {
                    let (result, is_true) = with_current_vm(|vm| {
                        let result = predicate.call((), vm)?;
                        let is_true = result.clone().try_to_bool(vm)?;
                        Ok((result, is_true))
                    })?;
                    if is_true {
                        return Ok(result);
                    }
                    wait(&zelf).await?;
                }
            })
        }

        #[pymethod]
        fn notify(zelf: &Py<Self>, n: OptionalArg<usize>, vm: &VirtualMachine) -> PyResult<()> {
            let notified = zelf.parts().condition.notify(n.unwrap_or(1));
            notified.map_err(|_| vm.new_runtime_error("cannot notify on un-acquired lock"))
        }

        #[pymethod]
        fn notify_all(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let notified = zelf.parts().condition.notify_all();
            notified.map_err(|_| vm.new_runtime_error("cannot notify on un-acquired lock"))
        }

        #[pymethod]
        fn __aenter__(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.parts().lock.clone(), "Condition.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            vm.call_method(zelf.parts().lock.as_object(), "__aexit__", args)
        }
    }

    async fn wait(zelf: &Py<PyCondition>) -> PyResult<()> {
        let condition = &zelf.parts().condition;
        let held = condition.lock().guard().map_err(|_| {
            with_current_vm(|vm| vm.new_runtime_error("cannot wait on un-acquired lock"))
        })?;
        if let Err(error) = with_current_vm(|vm| zelf.slot.bind(zelf.as_object(), vm)) {
            held.keep();
            return Err(error);
        }
        condition.wait(held).await.keep();
        Ok(())
    }

    impl Representable for PyCondition {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let locked = zelf.parts().lock.lock.locked();
            let state = if locked { "locked" } else { "unlocked" };
            Ok(of_primitive(
                zelf,
                state,
                zelf.parts().condition.waiters(),
                vm,
            ))
        }
    }
}
