//! The lines of a script whose awaits can't run together with those of the next round of their loop, since each round
//! needs what the one before gave: the log says so, and no finding asks for `gather`.
//!
//! In a `while` loop the next round is for the condition to decide; a `for` loop that may be left early looks for
//! something or tries again; and a round may use what an earlier one assigned, as in `page = await fetch(page)`.
//! Without a loop, a call may use what another call of the same function gave: `file = await ask("open")`, and then
//! `await ask("read", file)`.

use crate::place;
use core::cell::RefCell;
use ruff_source_file::{SourceFile, SourceFileBuilder};
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler;
use rustpython_vm::compiler::ast::visitor::{Visitor, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{Expr, ExprContext, Mod, Stmt};
use std::collections::BTreeMap;

/// The lines with an await in a loop, and whether each round needs the one before. None where the script does not
/// compile.
pub(crate) fn rounds(script: &str) -> BTreeMap<u32, bool> {
    let script = script.replace("\r\n", "\n");
    let parsed = compiler::parser::parse(&script, compiler::parser::Mode::Module.into());
    let Ok(Mod::Module(module)) = parsed.map(compiler::parser::Parsed::into_syntax) else {
        return BTreeMap::new();
    };
    let lines = RefCell::default();
    let mut loops = Loops {
        file: SourceFileBuilder::new(place::FILE, script).finish(),
        lines: &lines,
        inside: None,
        given: Vec::new(),
    };
    module.body.iter().for_each(|it| loops.visit_stmt(it));
    lines.into_inner()
}

/// Looks at the awaits of each loop.
struct Loops<'l> {
    file: SourceFile,
    lines: &'l RefCell<BTreeMap<u32, bool>>,
    /// The loop that what is looked at belongs to.
    inside: Option<Round>,
    /// What was awaited so far in the function, by the words of the called, and the names that have what it gave.
    given: Vec<(String, String)>,
}

/// What is known of a loop's rounds.
#[derive(Clone)]
enum Round {
    /// Each needs the one before.
    Dependent,
    /// The names that it assigns, and where it does so first.
    Assigns(Vec<(String, TextRange)>),
}

impl Loops<'_> {
    fn within<'a>(&mut self, round: Option<Round>, body: impl Iterator<Item = &'a Stmt>) {
        let outer = core::mem::replace(&mut self.inside, round);
        body.for_each(|it| self.visit_stmt(it));
        self.inside = outer;
    }

    fn within_function<'a>(&mut self, body: impl Iterator<Item = &'a Stmt>) {
        let outer = core::mem::take(&mut self.given);
        self.within(None, body);
        self.given = outer;
    }

    /// The words of what an expression calls.
    fn called(&self, expr: &Expr) -> Option<String> {
        let Expr::Call(call) = expr else { return None };
        Some(self.file.source_text()[call.func.range()].to_owned())
    }

    /// Keeps the names that are assigned what an await gives.
    fn keep_given(&mut self, targets: &[Expr], value: &Expr) {
        let Expr::Await(it) = value else { return };
        let Some(called) = self.called(&it.value) else {
            return;
        };
        let mut names = Names::of(ExprContext::Store);
        targets.iter().for_each(|it| names.visit_expr(it));
        let names = names.found.into_iter().map(|(name, _)| name);
        self.given.extend(names.map(|name| (called.clone(), name)));
    }

    /// Whether an await needs what the round before gave, or an earlier call of the same function.
    fn is_dependent(&self, awaited: &Expr) -> Option<bool> {
        let mut used = Names::of(ExprContext::Load);
        used.visit_expr(awaited);
        let names = match self.inside.as_ref() {
            None => {
                let called = self.called(awaited)?;
                let is_used = |given: &str| used.found.iter().any(|(name, _)| name == given);
                let mut given = self.given.iter();
                return given
                    .any(|(by, name)| *by == called && is_used(name))
                    .then_some(true);
            }
            Some(Round::Dependent) => return Some(true),
            Some(Round::Assigns(names)) => names,
        };
        // What is assigned before it belongs to its own round.
        let later = |range: &TextRange| range.end() >= awaited.range().start();
        let is_carried = |name: &String| (names.iter()).any(|(it, at)| it == name && later(at));
        Some(used.found.iter().any(|(name, _)| is_carried(name)))
    }

    fn keep(&self, awaited: &Expr, range: TextRange) {
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
                self.keep_given(&it.targets, &it.value);
            }
            Stmt::ClassDef(it) => self.within(None, it.body.iter()),
            Stmt::While(it) => {
                self.within(Some(Round::Dependent), it.body.iter());
                self.within(self.inside.clone(), it.orelse.iter());
            }
            Stmt::For(it) => {
                let round = match it.body.iter().any(leaves_early) {
                    true => Round::Dependent,
                    false => {
                        let mut names = Names::of(ExprContext::Store);
                        it.body.iter().for_each(|it| names.visit_stmt(it));
                        Round::Assigns(names.found)
                    }
                };
                self.within(Some(round), it.body.iter());
                self.within(self.inside.clone(), it.orelse.iter());
            }
            Stmt::With(it) => {
                for item in it.items.iter().filter(|_| it.is_async) {
                    self.keep(&item.context_expr, item.context_expr.range());
                }
                walk_stmt(self, stmt);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Await(it) = expr {
            self.keep(&it.value, expr.range());
        }
        walk_expr(self, expr);
    }
}

/// Whether a statement of a loop may leave it.
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

/// The names that are assigned, or used.
struct Names {
    context: ExprContext,
    found: Vec<(String, TextRange)>,
    /// The statement that is looked at.
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
        // `total += await price(item)` only collects.
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
    use super::rounds;

    /// The lines of awaits in loops, with a `!` where a round needs the one before.
    fn told(script: &str) -> String {
        let told = rounds(script).into_iter();
        let lines: Vec<String> = told
            .map(|(line, needs)| format!("{line}{}", if needs { "!" } else { "" }))
            .collect();
        lines.join(" ")
    }

    #[test]
    fn rounds_of_a_while_loop_need_the_one_before() {
        assert_eq!(told("async def f():\n  while more:\n    await g()\n"), "3!");
    }

    #[test]
    fn rounds_that_only_collect_do_not() {
        let each = "async def f():\n  await g()\n  for x in all:\n    total += await g(x)\n    kept.append(await h(x))\n";
        assert_eq!(told(each), "4 5");
    }

    #[test]
    fn a_result_that_the_next_round_uses_is_needed() {
        let chain = "async def f(page):\n  for _ in range(3):\n    page = await g(page)\n    await h(page)\n";
        assert_eq!(told(chain), "3! 4");
    }

    #[test]
    fn a_call_that_uses_what_another_of_the_same_function_gave_needs_it() {
        let steps = "async def f():\n  file = await ask('open')\n  await ask('size')\n  await ask('read', file)\n";
        assert_eq!(told(steps), "4!");
        let others = "async def f():\n  file = await log_in()\n  await ask('read', file)\n";
        assert_eq!(told(others), "");
    }

    #[test]
    fn a_loop_that_may_be_left_early_tries_again() {
        let retry = "async def f():\n  for _ in range(3):\n    try:\n      return await g()\n    except OSError:\n      pass\n";
        assert_eq!(told(retry), "4!");
    }
}
