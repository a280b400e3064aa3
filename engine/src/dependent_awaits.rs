//! Finds the awaits in loops whose iterations depend on each other, and so can't run concurrently. The log marks them,
//! and no finding suggests `gather`.
//!
//! In a `while` loop, the condition decides whether there is a next iteration. A `for` loop with a `break` or `return`
//! searches or retries. An iteration may use a value from an earlier one, as in `page = await fetch(page)`. Without a
//! loop, a call may use the result of another call of the same function: `file = await ask("open")`, and then
//! `await ask("read", file)`.

use crate::place;
use core::cell::RefCell;
use ruff_source_file::{SourceFile, SourceFileBuilder};
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler;
use rustpython_vm::compiler::ast::visitor::{Visitor, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{Expr, ExprContext, Mod, Stmt};
use std::collections::BTreeMap;

/// The lines with an await in a loop, and whether each iteration depends on the one before. Empty if the script does not
/// compile.
pub(crate) fn find(script: &str) -> BTreeMap<u32, bool> {
    let script = script.replace("\r\n", "\n");
    let parsed = compiler::parser::parse(&script, compiler::parser::Mode::Module.into());
    let Ok(Mod::Module(module)) = parsed.map(compiler::parser::Parsed::into_syntax) else {
        return BTreeMap::new();
    };
    let lines = RefCell::default();
    let mut loops = Loops {
        file: SourceFileBuilder::new(place::FILE, script).finish(),
        lines: &lines,
        current: None,
        results: Vec::new(),
    };
    module.body.iter().for_each(|it| loops.visit_stmt(it));
    lines.into_inner()
}

/// Visits the awaits of each loop.
struct Loops<'l> {
    file: SourceFile,
    lines: &'l RefCell<BTreeMap<u32, bool>>,
    /// The innermost loop around the visited code.
    current: Option<Loop>,
    /// The results that were assigned so far in the function: the called expression, and the variable.
    results: Vec<(String, String)>,
}

/// A loop.
#[derive(Clone)]
enum Loop {
    /// Each iteration depends on the one before.
    Dependent,
    /// The variables that the loop assigns, and where.
    Assigns(Vec<(String, TextRange)>),
}

impl Loops<'_> {
    fn within<'a>(&mut self, new: Option<Loop>, body: impl Iterator<Item = &'a Stmt>) {
        let outer = core::mem::replace(&mut self.current, new);
        body.for_each(|it| self.visit_stmt(it));
        self.current = outer;
    }

    fn within_function<'a>(&mut self, body: impl Iterator<Item = &'a Stmt>) {
        let outer = core::mem::take(&mut self.results);
        self.within(None, body);
        self.results = outer;
    }

    /// The source text of the function that an expression calls.
    fn called(&self, expr: &Expr) -> Option<String> {
        let Expr::Call(call) = expr else { return None };
        Some(self.file.source_text()[call.func.range()].to_owned())
    }

    /// Adds the variables that are assigned the result of an await.
    fn add_results(&mut self, targets: &[Expr], value: &Expr) {
        let Expr::Await(it) = value else { return };
        let Some(called) = self.called(&it.value) else {
            return;
        };
        let mut names = Names::of(ExprContext::Store);
        targets.iter().for_each(|it| names.visit_expr(it));
        let names = names.found.into_iter().map(|(name, _)| name);
        self.results
            .extend(names.map(|name| (called.clone(), name)));
    }

    /// Whether an await depends on the iteration before, or on an earlier call of the same function.
    fn is_dependent(&self, awaited: &Expr) -> Option<bool> {
        let mut used = Names::of(ExprContext::Load);
        used.visit_expr(awaited);
        let names = match self.current.as_ref() {
            None => {
                let called = self.called(awaited)?;
                let is_used = |result: &str| used.found.iter().any(|(name, _)| name == result);
                let mut results = self.results.iter();
                return results
                    .any(|(by, name)| *by == called && is_used(name))
                    .then_some(true);
            }
            Some(Loop::Dependent) => return Some(true),
            Some(Loop::Assigns(names)) => names,
        };
        // A variable that is assigned before the await has its value from the same iteration.
        let later = |range: &TextRange| range.end() >= awaited.range().start();
        let is_carried = |name: &String| (names.iter()).any(|(it, at)| it == name && later(at));
        Some(used.found.iter().any(|(name, _)| is_carried(name)))
    }

    fn add_lines(&self, awaited: &Expr, range: TextRange) {
        let Some(is_dependent) = self.is_dependent(awaited) else {
            return;
        };
        let source = self.file.to_source_code();
        let line = |offset| u32::try_from(source.line_index(offset).get()).unwrap_or(u32::MAX);
        for line in line(range.start())..=line(range.end()) {
            *self.lines.borrow_mut().entry(line).or_default() |= is_dependent;
        }
    }
}

impl<'a> Visitor<'a> for Loops<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(it) => self.within_function(it.body.iter()),
            Stmt::Assign(it) => {
                walk_stmt(self, stmt);
                self.add_results(&it.targets, &it.value);
            }
            Stmt::ClassDef(it) => self.within(None, it.body.iter()),
            Stmt::While(it) => {
                self.within(Some(Loop::Dependent), it.body.iter());
                self.within(self.current.clone(), it.orelse.iter());
            }
            Stmt::For(it) => {
                let this = match it.body.iter().any(leaves_early) {
                    true => Loop::Dependent,
                    false => {
                        let mut names = Names::of(ExprContext::Store);
                        it.body.iter().for_each(|it| names.visit_stmt(it));
                        Loop::Assigns(names.found)
                    }
                };
                self.within(Some(this), it.body.iter());
                self.within(self.current.clone(), it.orelse.iter());
            }
            Stmt::With(it) => {
                for item in it.items.iter().filter(|_| it.is_async) {
                    self.add_lines(&item.context_expr, item.context_expr.range());
                }
                walk_stmt(self, stmt);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Await(it) = expr {
            self.add_lines(&it.value, expr.range());
        }
        walk_expr(self, expr);
    }
}

/// Whether a statement contains a `break` or `return`.
fn leaves_early(stmt: &Stmt) -> bool {
    struct Leaves(bool);
    impl<'a> Visitor<'a> for Leaves {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            match stmt {
                Stmt::Break(_) | Stmt::Return(_) => self.0 = true,
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
                _ => walk_stmt(self, stmt),
            }
        }
    }
    let mut leaves = Leaves(false);
    leaves.visit_stmt(stmt);
    leaves.0
}

/// Collects the variables that are assigned (`Store`) or used (`Load`).
struct Names {
    context: ExprContext,
    found: Vec<(String, TextRange)>,
    /// The visited statement.
    within: TextRange,
}

impl Names {
    fn of(context: ExprContext) -> Names {
        Names {
            context,
            found: Vec::new(),
            within: TextRange::default(),
        }
    }
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let outer = core::mem::replace(&mut self.within, stmt.range());
        // `total += await price(item)` does not make the iterations depend on each other.
        if !matches!(stmt, Stmt::AugAssign(_)) {
            walk_stmt(self, stmt);
        }
        self.within = outer;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == self.context => {
                self.found.push((name.id.to_string(), self.within));
            }
            _ => walk_expr(self, expr),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    /// The lines of awaits in loops, with a `!` after dependent ones.
    fn found(script: &str) -> String {
        let lines = find(script).into_iter();
        let lines: Vec<String> = lines
            .map(|(line, is_dependent)| format!("{line}{}", if is_dependent { "!" } else { "" }))
            .collect();
        lines.join(" ")
    }

    #[test]
    fn iterations_of_a_while_loop_depend_on_each_other() {
        assert_eq!(
            found("async def f():\n  while more:\n    await g()\n"),
            "3!"
        );
    }

    #[test]
    fn iterations_that_only_collect_results_do_not() {
        let each = "async def f():\n  await g()\n  for x in all:\n    total += await g(x)\n    kept.append(await h(x))\n";
        assert_eq!(found(each), "4 5");
    }

    #[test]
    fn a_result_that_the_next_iteration_uses_makes_them_dependent() {
        let chain = "async def f(page):\n  for _ in range(3):\n    page = await g(page)\n    await h(page)\n";
        assert_eq!(found(chain), "3! 4");
    }

    #[test]
    fn a_call_that_uses_the_result_of_the_same_function_depends_on_it() {
        let steps = "async def f():\n  file = await ask('open')\n  await ask('size')\n  await ask('read', file)\n";
        assert_eq!(found(steps), "4!");
        let others = "async def f():\n  file = await log_in()\n  await ask('read', file)\n";
        assert_eq!(found(others), "");
    }

    #[test]
    fn iterations_of_a_loop_with_a_return_depend_on_each_other() {
        let retry = "async def f():\n  for _ in range(3):\n    try:\n      return await g()\n    except OSError:\n      pass\n";
        assert_eq!(found(retry), "4!");
    }
}
