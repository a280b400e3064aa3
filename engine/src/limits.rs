//! Limits that a script cannot raise.

use crate::current;
use crate::output::Stream;
use rustpython_vm::{PyResult, VirtualMachine};

/// Replaces `sys.setrecursionlimit`: a script may lower the limit, but not raise it above `max`, because more calls
/// would overflow the stack.
pub(crate) fn cap_recursion_limit(max: usize, vm: &VirtualMachine) -> PyResult<()> {
    let set = move |limit: usize, vm: &VirtualMachine| {
        if limit > max {
            let remark = "sys.setrecursionlimit: the maximum here is";
            current::write(
                Stream::Err,
                &format!("{remark} {max}, so the limit is {max}, not {limit}\n"),
            );
        }
        vm.recursion_limit.set(limit.clamp(1, max));
    };
    let function = vm.new_function("setrecursionlimit", set);
    vm.sys_module.set_attr("setrecursionlimit", function, vm)
}
