//! `asyncio.Condition`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod condition {
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::lock::lock::{PyLock, acquire};
    use crate::native::repr;
    use coroscope_runtime::{Condition, Lock};
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        vm::thread::with_current_vm,
    };

    /// Tasks wait until another task notifies them, with a lock held.
    #[pyattr]
    #[pyclass(module = "asyncio.locks", name = "Condition")]
    #[derive(PyPayload)]
    pub(crate) struct PyCondition {
        condition: Condition,
        lock: PyRef<PyLock>,
    }

    impl core::fmt::Debug for PyCondition {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Condition")
        }
    }

    impl Constructor for PyCondition {
        type Args = LockArg;

        fn py_new(_class: &Py<PyType>, args: LockArg, vm: &VirtualMachine) -> PyResult<Self> {
            let lock = match args.lock.flatten() {
                Some(lock) => lock,
                None => PyLock(Lock::new()).into_ref(&vm.ctx),
            };
            Ok(PyCondition {
                condition: Condition::with_lock(lock.0.clone()).keep_lock_on_cancel(),
                lock,
            })
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct LockArg {
        #[pyarg(any, optional)]
        lock: OptionalArg<Option<PyRef<PyLock>>>,
    }

    #[pyclass(
        with(Constructor, Representable),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl PyCondition {
        #[pymethod]
        fn acquire(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.lock.0.clone(), "Lock.acquire", true)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let released = zelf.lock.0.release();
            released.map_err(|_| vm.new_runtime_error("Lock is not acquired."))
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.lock.0.locked()
        }

        #[pymethod]
        fn wait(zelf: &Py<Self>) -> NativeCoroutine {
            let condition = zelf.condition.clone();
            NativeCoroutine::new("Condition.wait", async move {
                wait(&condition).await?;
                Ok(with_current_vm(|vm| vm.ctx.new_bool(true).into()))
            })
        }

        #[pymethod]
        fn wait_for(zelf: &Py<Self>, predicate: PyObjectRef) -> NativeCoroutine {
            let condition = zelf.condition.clone();
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
                    wait(&condition).await?;
                }
            })
        }

        #[pymethod]
        fn notify(zelf: &Py<Self>, n: OptionalArg<usize>, vm: &VirtualMachine) -> PyResult<()> {
            let notified = zelf.condition.notify(n.unwrap_or(1));
            notified.map_err(|_| vm.new_runtime_error("cannot notify on un-acquired lock"))
        }

        #[pymethod]
        fn notify_all(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let notified = zelf.condition.notify_all();
            notified.map_err(|_| vm.new_runtime_error("cannot notify on un-acquired lock"))
        }

        #[pymethod]
        fn __aenter__(zelf: &Py<Self>) -> NativeCoroutine {
            acquire(zelf.lock.0.clone(), "Condition.__aenter__", false)
        }

        #[pymethod]
        fn __aexit__(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            vm.call_method(zelf.lock.as_object(), "__aexit__", args)
        }
    }

    async fn wait(condition: &Condition) -> PyResult<()> {
        let held = condition.lock().guard().map_err(|_| {
            with_current_vm(|vm| vm.new_runtime_error("cannot wait on un-acquired lock"))
        })?;
        condition.wait(held).await.keep();
        Ok(())
    }

    impl Representable for PyCondition {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let locked = zelf.lock.0.locked();
            let state = if locked { "locked" } else { "unlocked" };
            Ok(repr(zelf, state, zelf.condition.waiters(), vm))
        }
    }
}
