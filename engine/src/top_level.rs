//! Compiles the top level of a script as a coroutine: calls that run the loop become awaits, so that the thread can
//! receive responses meanwhile.

use crate::place;
use core::cell::Cell;
use ruff_source_file::SourceFileBuilder;
use ruff_text_size::Ranged;
use rustpython_vm::builtins::PyCode;
use rustpython_vm::compiler::ast::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{Expr, ExprAwait, ExprContext, ExprName, Mod, Stmt};
use rustpython_vm::compiler::codegen::compile::compile_top;
use rustpython_vm::compiler::{self, CompileOpts, Mode};
use rustpython_vm::{PyRef, PyResult, VirtualMachine};

/// The names of functions that run a loop. `python/asyncio/_top_level.py` checks at run time that they are asyncio's or
/// aiohttp's.
const LOOP_RUNNERS: [&str; 4] = ["run", "run_until_complete", "run_forever", "run_app"];
/// The builtin that is called in their place.
const HELPER: &str = "__run_the_loop__";

/// Compiles a script. Running the code returns a coroutine if it awaits something.
///
/// # Errors
/// The script's own syntax errors.
pub(crate) fn compile(script: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let unchanged = vm
        .compile(script, Mode::Exec, place::FILE)
        .map_err(|error| error.into_pyexception(vm, Some(script)))?;
    let script = script.replace("\r\n", "\n");
    let parsed = compiler::parser::parse(&script, compiler::parser::Mode::Module.into());
    let Ok(Mod::Module(mut module)) = parsed.map(compiler::parser::Parsed::into_syntax) else {
        return Ok(unchanged);
    };
    let calls = LoopCalls::default();
    module.body.iter_mut().for_each(|it| calls.visit_stmt(it));
    if !calls.found.get() {
        return Ok(unchanged);
    }
    let helper = vm.import("asyncio._top_level", 0)?;
    let helper = helper
        .get_attr("_top_level", vm)
        .and_then(|it| it.get_attr("call", vm))?;
    vm.builtins.set_attr(HELPER, helper, vm)?;
    let opts = CompileOpts {
        allow_top_level_await: true,
        ..CompileOpts::default()
    };
    let file = SourceFileBuilder::new(place::FILE, script).finish();
    match compile_top(Mod::Module(module), file, Mode::Exec, opts) {
        Ok(code) => Ok(vm.ctx.new_code(code)),
        // Then the calls block, as they do inside of a function.
        Err(_) => Ok(unchanged),
    }
}

/// Replaces `f(…)` by `await __run_the_loop__(f, …)` if that may run the loop, except in code that can't await or runs
/// at another time, such as functions and generators.
#[derive(Default)]
struct LoopCalls {
    found: Cell<bool>,
}

impl Transformer for LoopCalls {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        if !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            walk_stmt(self, stmt);
        }
    }

    fn visit_expr(&self, expr: &mut Expr) {
        if matches!(
            expr,
            Expr::Lambda(_)
                | Expr::ListComp(_)
                | Expr::SetComp(_)
                | Expr::DictComp(_)
                | Expr::Generator(_)
                | Expr::Await(_)
        ) {
            return;
        }
        walk_expr(self, expr);
        let Expr::Call(call) = expr else { return };
        let name = match &*call.func {
            Expr::Attribute(it) => it.attr.as_str(),
            Expr::Name(it) => it.id.as_str(),
            _ => return,
        };
        if !LOOP_RUNNERS.contains(&name) {
            return;
        }
        self.found.set(true);
        let range = call.range();
        let helper = Expr::Name(ExprName {
            node_index: Default::default(),
            range,
            id: HELPER.into(),
            ctx: ExprContext::Load,
        });
        let called = core::mem::replace(&mut *call.func, helper);
        let others = core::mem::take(&mut call.arguments.args).into_vec();
        call.arguments.args = core::iter::once(called).chain(others).collect();
        let call = Box::new(Expr::Call(call.clone()));
        *expr = Expr::Await(ExprAwait {
            node_index: Default::default(),
            range,
            value: call,
        });
    }
}
