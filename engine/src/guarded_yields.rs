//! Finds the `yield`s of a script that are inside of `with` or `try`: a generator that is suspended there has cleanup to
//! do.

use crate::place;
use core::cell::{Cell, RefCell};
use ruff_source_file::{SourceFile, SourceFileBuilder};
use ruff_text_size::Ranged;
use rustpython_vm::compiler::ast::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{ExceptHandler, Expr, Mod, Stmt};
use rustpython_vm::compiler::parser;
use std::collections::BTreeSet;

/// The exceptions whose handlers run when a generator is closed.
const CATCH_CLOSE: [&str; 2] = ["BaseException", "GeneratorExit"];

/// The lines with a `yield` inside of a `with`, of a `try` with `finally`, or of a `try` that catches the exception
/// that closes the generator.
pub(crate) fn find(script: &str) -> BTreeSet<u32> {
    let script = script.replace("\r\n", "\n");
    let parsed = parser::parse(&script, parser::Mode::Module.into());
    let Ok(Mod::Module(mut module)) = parsed.map(parser::Parsed::into_syntax) else {
        return BTreeSet::new();
    };
    let yields = GuardedYields {
        file: SourceFileBuilder::new(place::FILE, script).finish(),
        is_guarded: Cell::new(false),
        lines: RefCell::default(),
    };
    yields.visit(&mut module.body);
    yields.lines.take()
}

struct GuardedYields {
    file: SourceFile,
    /// Whether the visited code is inside of a `with` or `try`.
    is_guarded: Cell<bool>,
    lines: RefCell<BTreeSet<u32>>,
}

impl GuardedYields {
    fn visit(&self, body: &mut [Stmt]) {
        body.iter_mut().for_each(|stmt| self.visit_stmt(stmt));
    }

    fn with_guard(&self, is_guarded: bool, visit: impl FnOnce()) {
        let before = self.is_guarded.replace(is_guarded);
        visit();
        self.is_guarded.set(before);
    }
}

impl Transformer for GuardedYields {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        match stmt {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                self.with_guard(false, || walk_stmt(self, stmt));
            }
            Stmt::With(_) => self.with_guard(true, || walk_stmt(self, stmt)),
            Stmt::Try(it) if !it.finalbody.is_empty() => {
                self.with_guard(true, || {
                    self.visit(&mut it.body);
                    for ExceptHandler::ExceptHandler(handler) in &mut it.handlers {
                        self.visit(&mut handler.body);
                    }
                    self.visit(&mut it.orelse);
                });
                self.visit(&mut it.finalbody);
            }
            Stmt::Try(it) if it.handlers.iter().any(catches_close) => {
                self.with_guard(true, || self.visit(&mut it.body));
                for ExceptHandler::ExceptHandler(handler) in &mut it.handlers {
                    self.visit(&mut handler.body);
                }
                self.visit(&mut it.orelse);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&self, expr: &mut Expr) {
        if let (Expr::Yield(it), true) = (&*expr, self.is_guarded.get()) {
            let code = self.file.to_source_code();
            let line = |offset| code.line_index(offset).get() as u32;
            let (first, last) = (line(it.range().start()), line(it.range().end()));
            self.lines.borrow_mut().extend(first..=last);
        }
        walk_expr(self, expr);
    }
}

fn catches_close(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let is_named = |expr: &Expr| match expr {
        Expr::Name(name) => CATCH_CLOSE.contains(&name.id.as_str()),
        _ => false,
    };
    match handler.type_.as_deref() {
        None => true,
        Some(Expr::Tuple(tuple)) => tuple.elts.iter().any(is_named),
        Some(expr) => is_named(expr),
    }
}
