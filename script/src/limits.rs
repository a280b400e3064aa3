//! Limits that a script can't raise.

use crate::current;
use crate::output::Stream;
use rustpython_vm::{PyResult, VirtualMachine};

/// A script may lower the limit, but not raise it: the stack would not hold so many calls.
pub(crate) fn hold_recursion_limit(most: usize, vm: &VirtualMachine) -> PyResult<()> {
    let set = move |limit: usize, vm: &VirtualMachine| {
        if limit > most {
            let remark = "sys.setrecursionlimit: here no more calls can be nested than";
            current::write(
                Stream::Err,
                &format!("{remark} {most}, so the limit is {most}, not {limit}\n"),
            );
        }
        vm.recursion_limit.set(limit.clamp(1, most));
    };
    let function = vm.new_function("setrecursionlimit", set);
    vm.sys_module.set_attr("setrecursionlimit", function, vm)
}
