//! A module that tells which of its functions were called, for lists of what is needed at first.

use anyhow::Result;
use walrus::ir::{Const, GlobalSet, Value};
use walrus::{ConstExpr, FunctionKind, Module, ValType};

/// The beginning of the names of the exported globals that are 1 when a function was called. The index of the function in
/// the returned names follows.
pub const MARK: &str = "called ";

/// The module with a global for each function, and the names of these functions.
///
/// # Errors
/// When it is not a valid module.
pub fn count_calls(module: &[u8]) -> Result<(Vec<u8>, Vec<String>)> {
    let mut module = Module::from_buffer(module)?;
    let mut names = Vec::new();
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for id in functions {
        let function = module.funcs.get(id);
        let Some(name) = function.name.clone() else {
            continue;
        };
        let zero = ConstExpr::Value(Value::I32(0));
        let mark = module.globals.add_local(ValType::I32, true, false, zero);
        module.exports.add(&format!("{MARK}{}", names.len()), mark);
        names.push(name);
        if let FunctionKind::Local(local) = &mut module.funcs.get_mut(id).kind {
            let entry = local.entry_block();
            let mut body = local.builder_mut().instr_seq(entry);
            body.instr_at(
                0,
                Const {
                    value: Value::I32(1),
                },
            );
            body.instr_at(1, GlobalSet { global: mark });
        }
    }
    Ok((module.emit_wasm(), names))
}
