//! Finds what a file of a script imports.

use rustpython_vm::compiler::ast::visitor::{Visitor, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{Expr, Mod, Stmt};
use rustpython_vm::compiler::parser;
use std::collections::BTreeSet;

/// The first parts of the names of all modules that a file imports, in functions as well. Empty if it does not compile.
pub(crate) fn find(text: &str) -> BTreeSet<String> {
    let parsed = parser::parse(text, parser::Mode::Module.into());
    let Ok(Mod::Module(module)) = parsed.map(parser::Parsed::into_syntax) else {
        return BTreeSet::new();
    };
    let mut imports = Imports::default();
    module.body.iter().for_each(|it| imports.visit_stmt(it));
    imports.0
}

#[derive(Default)]
struct Imports(BTreeSet<String>);

impl Imports {
    fn add(&mut self, name: &str) {
        let first = name.split('.').next().unwrap_or_default();
        self.0.insert(first.to_owned());
    }
}

impl<'a> Visitor<'a> for Imports {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(it) => it.names.iter().for_each(|alias| self.add(&alias.name)),
            Stmt::ImportFrom(it) if it.level == 0 => {
                it.module.iter().for_each(|name| self.add(name));
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    /// `import_module("name")` and `__import__("name")`.
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            let name = match &*call.func {
                Expr::Attribute(it) => it.attr.as_str(),
                Expr::Name(it) => it.id.as_str(),
                _ => "",
            };
            if let ("import_module" | "__import__", Some(Expr::StringLiteral(module))) =
                (name, call.arguments.args.first())
            {
                self.add(module.value.to_str());
            }
        }
        walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_wherever_they_are() {
        let text = "import a.b, c as d\nfrom e import f\nfrom . import g\nfrom .h import i\n\
                    async def j():\n    try:\n        import k\n    except ImportError:\n        k = None\n\
                    importlib.import_module('l.m')\n__import__('n')\n";
        let found = find(text);
        assert_eq!(Vec::from_iter(&found), ["a", "c", "e", "k", "l", "n"]);
        assert!(find("import a\nimport (").is_empty());
    }
}
