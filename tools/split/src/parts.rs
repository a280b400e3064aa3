//! Writes the parts of a module.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};
use walrus::ir::{self, Instr, InstrLocId, InstrSeq, VisitorMut, dfs_pre_order_mut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalId, GlobalKind, ImportedFunction, Module, TableId, TypeId, passes,
};

use crate::link::{Link, is_local};

/// The name under which later parts import the exports of the first.
pub const ORIGIN: &str = "first";
/// The export that has a part loaded: it gets the number of the part, and returns when the part is instantiated.
pub const LOADER: &str = "loadPart";

/// Divides a module into `count` parts. `part_of` gets the symbol of a function and returns the number of its part. The
/// start function, and what the loader calls, are in the first part in any case.
///
/// # Errors
/// When the module is invalid, or contains what can't be divided.
pub fn split(module: &[u8], count: usize, part_of: impl Fn(&str) -> usize) -> Result<Vec<Vec<u8>>> {
    (0..count)
        .map(|part| {
            // Identifiers belong to one copy, so each part finds out again what is linked how, with the same result.
            let copy = Module::from_buffer(module)?;
            let link = Link::new(&copy, assign(&copy, count, &part_of)?)?;
            if part == 0 {
                first_part(copy, &link, count)
            } else {
                later_part(copy, &link, part)
            }
        })
        .collect()
}

/// The part of each function that the module defines.
fn assign(
    module: &Module,
    count: usize,
    part_of: impl Fn(&str) -> usize,
) -> Result<HashMap<FunctionId, usize>> {
    let mut parts = HashMap::new();
    for (id, _) in module.funcs.iter_local() {
        // What has no name was made by wasm-bindgen, such as the shims around calls of JavaScript.
        let name = module.funcs.get(id).name.as_deref();
        parts.insert(id, name.map_or(0, |name| part_of(name).min(count - 1)));
    }
    parts.extend(module.start.map(|start| (start, 0)));
    parts.insert(loader(module)?, 0);
    Ok(parts)
}

fn loader(module: &Module) -> Result<FunctionId> {
    let found = module.exports.iter().find(|export| export.name == LOADER);
    match found.map(|export| export.item) {
        Some(ExportItem::Function(function)) => Ok(function),
        _ => bail!("the module exports no function {LOADER}"),
    }
}

/// The first part: everything but the functions of the others, for some of which it has stubs.
fn first_part(mut module: Module, link: &Link, count: usize) -> Result<Vec<u8>> {
    let loader = loader(&module)?;
    let ensure = (1..count)
        .map(|part| ensure_loaded(&mut module, loader, part))
        .collect::<Result<Vec<_>>>()?;
    call_through_table(&mut module, link, 0)?;
    for (function, part) in &link.part_of {
        if *part > 0 && link.slots.contains_key(function) {
            make_stub(&mut module, link, *function, ensure[*part - 1])?;
        }
    }
    let table = module.tables.get_mut(link.table);
    let initial = table.initial;
    table.maximum = table.maximum.map(|most| most + link.table_size - initial);
    table.initial = link.table_size;
    add_segments(&mut module, link, |slot, _| u64::from(slot) >= initial);
    for (function, name) in &link.exported {
        module.exports.add(name, *function);
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for global in globals {
        module.exports.add(&global_name(global), global);
    }
    module.exports.add("memory of parts", the_memory(&module)?);
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for table in tables {
        module.exports.add(&table_name(table), table);
    }
    passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// A later part: its functions, and element segments that put them into their slots.
fn later_part(mut module: Module, link: &Link, part: usize) -> Result<Vec<u8>> {
    call_through_table(&mut module, link, part)?;
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    for export in exports {
        module.exports.delete(export);
    }
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for element in elements {
        module.elements.delete(element);
    }
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for table in tables {
        module.tables.get_mut(table).elem_segments.clear();
    }
    let datas: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for data in datas {
        module.data.delete(data);
    }
    import_from_first(&mut module, link)?;
    let all: Vec<_> = module.funcs.iter().map(|it| (it.id(), it.ty())).collect();
    for (function, ty) in all {
        if let Some(name) = link.exported.get(&function) {
            let import = module.imports.add(ORIGIN, name, function);
            module.funcs.get_mut(function).kind =
                FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    add_segments(&mut module, link, |_, of| of == part);
    passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// Turns memory, table and globals into imports from the first part.
fn import_from_first(module: &mut Module, link: &Link) -> Result<()> {
    let memory = the_memory(module)?;
    let import = module.imports.add(ORIGIN, "memory of parts", memory);
    let memory = module.memories.get_mut(memory);
    memory.import = Some(import);
    memory.data_segments.clear();
    // wasm-bindgen has a table of its own, for JavaScript's values.
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for table in tables {
        let import = module.imports.add(ORIGIN, &table_name(table), table);
        module.tables.get_mut(table).import = Some(import);
    }
    let table = module.tables.get_mut(link.table);
    let added = link.table_size - table.initial;
    table.initial = link.table_size;
    table.maximum = table.maximum.map(|most| most + added);
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for global in globals {
        let import = module.imports.add(ORIGIN, &global_name(global), global);
        module.globals.get_mut(global).kind = GlobalKind::Import(import);
    }
    Ok(())
}

fn the_memory(module: &Module) -> Result<walrus::MemoryId> {
    let mut memories = module.memories.iter();
    let memory = memories.next().context("the module has no memory")?;
    Ok(memory.id())
}

fn table_name(table: TableId) -> String {
    format!("table {}", table.index())
}

fn global_name(global: GlobalId) -> String {
    format!("global {}", global.index())
}

/// A function that has a part loaded if that was not done.
fn ensure_loaded(module: &mut Module, loader: FunctionId, part: usize) -> Result<FunctionId> {
    let zero = ConstExpr::Value(ir::Value::I32(0));
    let is_loaded = module
        .globals
        .add_local(walrus::ValType::I32, true, false, zero);
    let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
    let number = i32::try_from(part)?;
    function.func_body().global_get(is_loaded).if_else(
        None,
        |_| {},
        |load| {
            load.i32_const(number)
                .call(loader)
                .i32_const(1)
                .global_set(is_loaded);
        },
    );
    Ok(function.finish(Vec::new(), &mut module.funcs))
}

/// Replaces a function of a later part by a stub.
fn make_stub(
    module: &mut Module,
    link: &Link,
    function: FunctionId,
    ensure: FunctionId,
) -> Result<()> {
    let ty = module.funcs.get(function).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let arguments: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut stub = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut body = stub.func_body();
    body.call(ensure);
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(i32::try_from(link.slot(function)?)?)
        .call_indirect(ty, link.table);
    module.funcs.get_mut(function).kind = FunctionKind::Local(stub.local_func(arguments));
    Ok(())
}

/// In the functions of a part, calls functions of other later parts through the table.
fn call_through_table(module: &mut Module, link: &Link, part: usize) -> Result<()> {
    let mine: Vec<FunctionId> = module
        .funcs
        .iter()
        .filter(|function| is_local(&function.kind) && link.part(function.id()) == Some(part))
        .map(|function| function.id())
        .collect();
    let types: HashMap<FunctionId, TypeId> =
        module.funcs.iter().map(|it| (it.id(), it.ty())).collect();
    for id in mine {
        let local = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let mut calls = Calls {
            link,
            part,
            types: &types,
            failed: None,
        };
        let entry = local.entry_block();
        dfs_pre_order_mut(&mut calls, local, entry);
        if let Some(error) = calls.failed {
            return Err(error);
        }
    }
    Ok(())
}

struct Calls<'l> {
    link: &'l Link,
    part: usize,
    types: &'l HashMap<FunctionId, TypeId>,
    failed: Option<anyhow::Error>,
}

impl Calls<'_> {
    fn slot_for(&mut self, callee: FunctionId) -> Option<u32> {
        let of = self.link.part(callee)?;
        if of == 0 || of == self.part {
            return None;
        }
        match self.link.slot(callee) {
            Ok(slot) => Some(slot),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }
}

impl VisitorMut for Calls<'_> {
    fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
        let mut instrs = Vec::with_capacity(seq.instrs.len());
        for (instr, place) in seq.instrs.drain(..) {
            let slot = match &instr {
                Instr::Call(call) => self.slot_for(call.func).map(|slot| (slot, call.func)),
                _ => None,
            };
            let Some((slot, callee)) = slot else {
                instrs.push((instr, place));
                continue;
            };
            let value = ir::Value::I32(slot.cast_signed());
            instrs.push((ir::Const { value }.into(), InstrLocId::default()));
            let call = ir::CallIndirect {
                ty: self.types[&callee],
                table: self.link.table,
            };
            instrs.push((call.into(), place));
        }
        seq.instrs = instrs;
    }
}

/// Adds an element segment for each run of neighbouring slots that `is_wanted`, by the slot and the part of its function.
fn add_segments(module: &mut Module, link: &Link, is_wanted: impl Fn(u32, usize) -> bool) {
    let mut wanted: BTreeMap<u32, FunctionId> = BTreeMap::new();
    for (function, slots) in &link.slots {
        for slot in slots {
            if is_wanted(*slot, link.part_of[function]) {
                wanted.insert(*slot, *function);
            }
        }
    }
    let mut segments: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    let mut next = None;
    for (slot, function) in wanted {
        match segments.last_mut() {
            Some((_, functions)) if next == Some(slot) => functions.push(function),
            _ => segments.push((slot, vec![function])),
        }
        next = slot.checked_add(1);
    }
    for (first, functions) in segments {
        add_segment(module, link.table, first, functions);
    }
}

fn add_segment(module: &mut Module, table: TableId, first: u32, functions: Vec<FunctionId>) {
    let offset = ConstExpr::Value(ir::Value::I32(first.cast_signed()));
    let kind = ElementKind::Active { table, offset };
    let segment = module
        .elements
        .add(kind, ElementItems::Functions(functions));
    module.tables.get_mut(table).elem_segments.insert(segment);
}
