//! What the parts of a module share: which function has which slot of the table, and under which names the first part
//! exports what the others import.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, bail};
use walrus::ir::{self, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, Module, TableId,
};

/// Which functions are where, and how they reach each other.
#[derive(Debug)]
pub(crate) struct Link {
    /// The part of each function that the module defines.
    pub(crate) part_of: HashMap<FunctionId, usize>,
    /// The slots of functions in later parts.
    pub(crate) slots: BTreeMap<FunctionId, Vec<u32>>,
    /// Functions of the first part that later parts call, with their names as exports.
    pub(crate) exported: BTreeMap<FunctionId, String>,
    /// The table of functions.
    pub(crate) table: TableId,
    /// Its size with the additional slots.
    pub(crate) table_size: u64,
}

impl Link {
    pub(crate) fn new(module: &Module, part_of: HashMap<FunctionId, usize>) -> Result<Link> {
        let table = module
            .tables
            .main_function_table()?
            .context("the module has no table of functions")?;
        let mut slots: BTreeMap<FunctionId, Vec<u32>> = BTreeMap::new();
        for (first, functions) in segments(module, table)? {
            for (slot, function) in (first..).zip(functions) {
                if part_of.get(&function).is_some_and(|part| *part > 0) {
                    slots.entry(function).or_default().push(slot);
                }
            }
        }
        let mut called_from_other_parts = BTreeSet::new();
        let mut needed_of_the_first = BTreeSet::new();
        for (id, local) in module.funcs.iter_local() {
            let caller = part_of[&id];
            for callee in callees(local)? {
                match part_of.get(&callee) {
                    Some(0) if caller > 0 => {
                        needed_of_the_first.insert(callee);
                    }
                    Some(part) if *part > 0 && *part != caller => {
                        called_from_other_parts.insert(callee);
                    }
                    _ => {}
                }
            }
        }
        for export in module.exports.iter() {
            if let ExportItem::Function(function) = export.item
                && part_of.get(&function).is_some_and(|part| *part > 0)
            {
                called_from_other_parts.insert(function);
            }
        }
        let mut table_size = module.tables.get(table).initial;
        for function in called_from_other_parts {
            let slots = slots.entry(function).or_default();
            if slots.is_empty() {
                slots.push(u32::try_from(table_size)?);
                table_size += 1;
            }
        }
        let exported = needed_of_the_first
            .into_iter()
            .enumerate()
            .map(|(n, function)| (function, short_name(n)))
            .collect();
        Ok(Link {
            part_of,
            slots,
            exported,
            table,
            table_size,
        })
    }

    /// The part of a function; `None` for those that the module imports.
    pub(crate) fn part(&self, function: FunctionId) -> Option<usize> {
        self.part_of.get(&function).copied()
    }

    /// The slot through which other parts call a function.
    pub(crate) fn slot(&self, function: FunctionId) -> Result<u32> {
        let slots = self.slots.get(&function);
        slots
            .and_then(|slots| slots.first().copied())
            .context("a function that another part calls has no slot")
    }
}

/// The element segments of a table, each with its first slot.
fn segments(module: &Module, table: TableId) -> Result<Vec<(u32, Vec<FunctionId>)>> {
    let mut found = Vec::new();
    for element in module.elements.iter() {
        let ElementKind::Active { table: of, offset } = &element.kind else {
            continue;
        };
        if *of != table {
            continue;
        }
        let ConstExpr::Value(ir::Value::I32(first)) = offset else {
            bail!("an element segment has no constant place");
        };
        let ElementItems::Functions(functions) = &element.items else {
            bail!("an element segment has expressions");
        };
        found.push((u32::try_from(*first)?, functions.clone()));
    }
    Ok(found)
}

/// The functions that a function calls directly.
fn callees(function: &walrus::LocalFunction) -> Result<BTreeSet<FunctionId>> {
    #[derive(Default)]
    struct Calls {
        found: BTreeSet<FunctionId>,
        has_references: bool,
    }
    impl<'i> Visitor<'i> for Calls {
        fn visit_call(&mut self, call: &ir::Call) {
            self.found.insert(call.func);
        }
        fn visit_return_call(&mut self, _: &ir::ReturnCall) {
            self.has_references = true;
        }
        fn visit_ref_func(&mut self, _: &ir::RefFunc) {
            self.has_references = true;
        }
    }
    let mut calls = Calls::default();
    dfs_in_order(&mut calls, function, function.entry_block());
    if calls.has_references {
        bail!("tail calls and references to functions can't be divided");
    }
    Ok(calls.found)
}

/// The name of an export by its number: a, b, … z, A, … Z, aa, …
fn short_name(mut number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = vec![b'_'];
    loop {
        name.push(LETTERS[number % LETTERS.len()]);
        number /= LETTERS.len();
        if number == 0 {
            break;
        }
        number -= 1;
    }
    String::from_utf8_lossy(&name).into_owned()
}

/// Whether a module defines a function.
pub(crate) fn is_local(kind: &FunctionKind) -> bool {
    matches!(kind, FunctionKind::Local(_))
}
