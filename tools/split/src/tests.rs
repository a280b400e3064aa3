//! A small module in which each function calls another in another part.

use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, ImportKind, Module, RefType, ValType,
    ir::Value,
};

use crate::{LOADER, MARK, ORIGIN, count_calls, split};

/// `start` calls `later`, which is also in the table and calls `shared`; `unused` is nobody's.
fn module() -> Vec<u8> {
    let mut module = Module::default();
    module.memories.add_local(false, false, 1, None, None);
    let table = module.tables.add_local(false, 2, Some(2), RefType::FUNCREF);
    module.exports.add("table", table);
    let mut define = |name: &str, constant: i32, callee| {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        function.name(name.to_owned());
        let mut body = function.func_body();
        body.i32_const(constant);
        if let Some(callee) = callee {
            body.drop().call(callee);
        }
        function.finish(Vec::new(), &mut module.funcs)
    };
    let shared = define("shared", 1001, None);
    let later = define("later", 1002, Some(shared));
    let run = define("run", 1003, Some(later));
    define("unused", 1004, None);
    let (loader, import) = {
        let ty = module.types.add(&[ValType::I32], &[]);
        module.add_import_func("outside", "load", ty)
    };
    let _ = import;
    module.exports.add(LOADER, loader);
    module.exports.add("run", run);
    let kind = ElementKind::Active {
        table,
        offset: ConstExpr::Value(Value::I32(1)),
    };
    let segment = module
        .elements
        .add(kind, ElementItems::Functions(vec![later]));
    module.tables.get_mut(table).elem_segments.insert(segment);
    module.emit_wasm()
}

fn parts() -> Vec<Module> {
    let part_of = |name: &str| usize::from(name == "later");
    let parts = split(&module(), 2, part_of).expect("it can be divided");
    let parts = parts.iter();
    parts
        .map(|part| Module::from_buffer(part).expect("a valid module"))
        .collect()
}

/// The names of the functions that a module defines.
fn defined(module: &Module) -> Vec<&str> {
    let functions = module.funcs.iter_local();
    let mut names: Vec<_> = functions
        .filter_map(|(id, _)| module.funcs.get(id).name.as_deref())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn each_function_is_in_its_part_and_a_stub_takes_the_place_of_a_later_one() {
    let parts = parts();
    // The stub has the name of the function that it stands for.
    assert_eq!(defined(&parts[0]), ["later", "run", "shared"]);
    assert_eq!(defined(&parts[1]), ["later"]);
    let size = |module: &Module, name: &str| {
        let id = module.funcs.by_name(name).expect("it is defined");
        module.funcs.get(id).kind.unwrap_local().size()
    };
    // It calls the function that loads, and then what is in the slot; `later` has three instructions as well.
    assert_eq!(size(&parts[0], "later"), 3);
}

#[test]
fn a_later_part_overwrites_the_slots_of_its_functions() {
    let parts = parts();
    let segments: Vec<_> = parts[1].elements.iter().collect();
    assert_eq!(segments.len(), 1);
    let ElementKind::Active { offset, .. } = &segments[0].kind else {
        panic!("the segment is not active");
    };
    assert!(matches!(offset, ConstExpr::Value(Value::I32(1))));
    let ElementItems::Functions(functions) = &segments[0].items else {
        panic!("the segment has no functions");
    };
    assert_eq!(functions, &[parts[1].funcs.by_name("later").unwrap()]);
}

#[test]
fn a_later_part_imports_only_what_the_first_exports() {
    let parts = parts();
    assert!(parts[1].exports.iter().next().is_none());
    let mut kinds = Vec::new();
    for import in parts[1].imports.iter() {
        assert_eq!(import.module, ORIGIN);
        let exported = parts[0].exports.iter().any(|it| it.name == import.name);
        assert!(exported, "the first part does not export {}", import.name);
        kinds.push(matches!(import.kind, ImportKind::Function(_)));
    }
    assert_eq!(kinds.iter().filter(|is_function| **is_function).count(), 1);
}

#[test]
fn a_module_without_a_loader_is_refused() {
    let mut whole = Module::from_buffer(&module()).unwrap();
    whole.exports.remove(LOADER).unwrap();
    let error = split(&whole.emit_wasm(), 2, |_| 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the module exports no function {LOADER}")
    );
}

#[test]
fn each_function_with_a_name_has_a_mark() {
    let (marked, names) = count_calls(&module()).unwrap();
    let marked = Module::from_buffer(&marked).unwrap();
    let marks = marked.exports.iter().filter(|it| it.name.starts_with(MARK));
    assert_eq!(marks.count(), names.len());
    assert_eq!(names.len(), 4);
}
