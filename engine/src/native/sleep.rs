//! `asyncio.sleep`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod sleep {
    use crate::clock;
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    #[derive(FromArgs)]
    pub(crate) struct SleepArgs {
        #[pyarg(any)]
        delay: PyObjectRef,
        #[pyarg(any, optional)]
        result: OptionalArg<PyObjectRef>,
    }

    #[pyfunction]
    fn sleep(args: SleepArgs, vm: &VirtualMachine) -> PyResult<NativeCoroutine> {
        let seconds = clock::seconds(&args.delay, vm);
        let result = args.result.unwrap_or_none(vm);
        Ok(NativeCoroutine::new("sleep", async move {
            let seconds = seconds?;
            if seconds.is_nan() {
                return rustpython_vm::vm::thread::with_current_vm(|vm| {
                    Err(vm.new_value_error("Invalid delay: NaN (not a number)"))
                });
            }
            coroscope_runtime::sleep(clock::duration(seconds)).await;
            Ok(result)
        }))
    }
}
