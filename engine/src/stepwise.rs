//! Compiles the functions of a script as coroutines that await each of their calls. So a simulated thread can be
//! suspended where it waits and resumed later, although there is only one real thread.

use core::cell::{Cell, RefCell};
use ruff_source_file::{SourceFile, SourceFileBuilder};
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler::ast::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use rustpython_vm::compiler::ast::{
    Arguments, Expr, ExprAwait, ExprBooleanLiteral, ExprCall, ExprContext, ExprName, Mod,
    Parameters, Stmt, StmtFunctionDef, StmtIf, StmtReturn, WithItem,
};
use rustpython_vm::compiler::codegen::compile::compile_top;
use rustpython_vm::compiler::core::bytecode::{CodeObject, ConstantData};
use rustpython_vm::compiler::{self, CompileOpts, Mode};
use std::collections::BTreeMap;

/// The builtins that replace calls and `with` statements.
const CALL: &str = "__call_in_thread__";
const WITH: &str = "__with_in_thread__";
/// Functions that depend on the caller's frame, whose calls are not replaced.
const FRAME_DEPENDENT: [&str; 7] = ["super", "locals", "globals", "vars", "dir", "eval", "exec"];
/// The prefix of the coroutines' names, before the function's line and name.
const NAME_PREFIX: &str = "stepwise ";

/// A function of the script, compiled as a coroutine.
pub(crate) struct Stepwise {
    /// The function's first line and name.
    pub(crate) line: u32,
    pub(crate) name: String,
    /// `None` if two functions have the same line and name.
    pub(crate) code: Option<CodeObject>,
}

/// The functions and lambdas of a file of the script, without generators. Empty if it does not compile.
pub(crate) fn functions(name: &str, script: &str) -> Vec<Stepwise> {
    let script = script.replace("\r\n", "\n");
    let parsed = compiler::parser::parse(&script, compiler::parser::Mode::Module.into());
    let Ok(Mod::Module(mut module)) = parsed.map(compiler::parser::Parsed::into_syntax) else {
        return Vec::new();
    };
    let file = SourceFileBuilder::new(name, script).finish();
    let scope = Scope::new(&file, false);
    module.body.iter_mut().for_each(|it| scope.visit_stmt(it));
    let compiled = compile_top(
        Mod::Module(module),
        file.clone(),
        Mode::Exec,
        CompileOpts::default(),
    );
    let mut found = BTreeMap::new();
    if let Ok(code) = compiled {
        collect(&code, &mut found);
    }
    let stepwise = |((line, name), code)| Stepwise { line, name, code };
    found.into_iter().map(stepwise).collect()
}

/// Collects the coroutines in compiled code, and restores the names of their functions.
fn collect(code: &CodeObject, found: &mut BTreeMap<(u32, String), Option<CodeObject>>) {
    for constant in code.constants.iter() {
        let ConstantData::Code { code } = constant else {
            continue;
        };
        collect(code, found);
        let marked = code.obj_name.strip_prefix(NAME_PREFIX);
        let Some((line, name)) = marked.and_then(|it| it.split_once(' ')) else {
            continue;
        };
        let Ok(line) = line.parse() else { continue };
        let mut own = CodeObject::clone(code);
        own.obj_name = name.to_owned();
        own.qualname = name.to_owned();
        found
            .entry((line, name.to_owned()))
            .and_modify(|known| *known = None)
            .or_insert(Some(own));
    }
}

/// A scope, to each of whose functions a coroutine is added. `is_stepwise` is set inside of such a coroutine.
struct Scope<'a> {
    file: &'a SourceFile,
    is_stepwise: bool,
    /// The lambdas of the visited statement, as coroutines.
    lambdas: RefCell<Vec<Stmt>>,
}

impl<'a> Scope<'a> {
    fn new(file: &'a SourceFile, is_stepwise: bool) -> Scope<'a> {
        Scope {
            file,
            is_stepwise,
            lambdas: RefCell::default(),
        }
    }

    fn line(&self, range: TextRange) -> usize {
        self.file.to_source_code().line_index(range.start()).get()
    }

    /// The coroutine for a function.
    fn stepwise(&self, mut function: StmtFunctionDef) -> Stmt {
        let first = function.decorator_list.first();
        let line = self.line(first.map_or(function.range, Ranged::range));
        function.is_async = true;
        function.decorator_list = Default::default();
        function.returns = None;
        function.name.id = format!("{NAME_PREFIX}{line} {}", function.name.id).into();
        keep_only_names(&mut function.parameters);
        let inner = Scope::new(self.file, true);
        function.body.iter_mut().for_each(|it| inner.visit_stmt(it));
        Stmt::FunctionDef(function)
    }
}

impl Transformer for Scope<'_> {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        match stmt {
            Stmt::FunctionDef(function) if function.is_async || yields(&function.body) => {
                let inner = Scope::new(self.file, false);
                function.body.iter_mut().for_each(|it| inner.visit_stmt(it));
            }
            Stmt::FunctionDef(function) if function.type_params.is_none() => {
                let stepwise = self.stepwise(function.clone());
                replace_with_block(stmt, vec![stepwise], false);
            }
            Stmt::FunctionDef(_) => {}
            Stmt::ClassDef(class) => {
                let inner = Scope::new(self.file, false);
                class.body.iter_mut().for_each(|it| inner.visit_stmt(it));
            }
            _ => {
                let outer = self.lambdas.take();
                walk_stmt(self, stmt);
                if let (Stmt::With(with), true) = (&mut *stmt, self.is_stepwise) {
                    with.is_async = true;
                }
                let lambdas = self.lambdas.replace(outer);
                if !lambdas.is_empty() {
                    replace_with_block(stmt, lambdas, true);
                }
            }
        }
    }

    fn visit_annotation(&self, _expr: &mut Expr) {}

    fn visit_with_item(&self, item: &mut WithItem) {
        self.visit_expr(&mut item.context_expr);
        if self.is_stepwise {
            let range = item.context_expr.range();
            let inner = core::mem::replace(&mut item.context_expr, name(WITH, range));
            item.context_expr = call(name(WITH, range), vec![inner], range);
        }
    }

    fn visit_expr(&self, expr: &mut Expr) {
        match expr {
            Expr::Lambda(lambda) => {
                let range = lambda.range;
                let value = Stmt::Return(StmtReturn {
                    node_index: Default::default(),
                    range,
                    value: Some(lambda.body.clone()),
                });
                let function = StmtFunctionDef {
                    node_index: Default::default(),
                    range,
                    is_async: true,
                    decorator_list: Default::default(),
                    name: compiler::ast::Identifier::new("<lambda>", range),
                    type_params: None,
                    parameters: lambda.parameters.clone().unwrap_or_default(),
                    returns: None,
                    body: core::iter::once(value).collect(),
                    runtime_decorator_list: None,
                    runtime_type_comment: None,
                    runtime_type_comment_bytes: None,
                    runtime_body: None,
                };
                let stepwise = self.stepwise(function);
                self.lambdas.borrow_mut().push(stepwise);
            }
            // The body of a generator runs at other times.
            Expr::Generator(_) => {}
            _ => {
                walk_expr(self, expr);
                if let (Expr::Call(_), true) = (&*expr, self.is_stepwise) {
                    await_call(expr);
                }
            }
        }
    }
}

/// `f(…)` becomes `await CALL(f, …)`.
fn await_call(expr: &mut Expr) {
    let Expr::Call(it) = expr else { return };
    if let Expr::Name(name) = &*it.func
        && FRAME_DEPENDENT.contains(&name.id.as_str())
    {
        return;
    }
    let range = it.range();
    let called = core::mem::replace(&mut *it.func, name(CALL, range));
    let others = core::mem::take(&mut it.arguments.args).into_vec();
    it.arguments.args = core::iter::once(called).chain(others).collect();
    *expr = Expr::Await(ExprAwait {
        node_index: Default::default(),
        range,
        value: Box::new(Expr::Call(it.clone())),
    });
}

fn name(id: &str, range: TextRange) -> Expr {
    Expr::Name(ExprName {
        node_index: Default::default(),
        range,
        id: id.into(),
        ctx: ExprContext::Load,
    })
}

fn call(function: Expr, args: Vec<Expr>, range: TextRange) -> Expr {
    Expr::Call(ExprCall {
        node_index: Default::default(),
        range_start: range.start(),
        func: Box::new(function),
        arguments: Arguments {
            range,
            node_index: Default::default(),
            args: args.into(),
            keywords: Default::default(),
            runtime_args: None,
            runtime_bases: None,
        },
    })
}

/// Replaces a statement with a block of the statement and others.
fn replace_with_block(stmt: &mut Stmt, others: Vec<Stmt>, others_first: bool) {
    let range = stmt.range();
    let pass = Stmt::Pass(compiler::ast::StmtPass {
        node_index: Default::default(),
        range,
    });
    let own = core::mem::replace(stmt, pass);
    let body = match others_first {
        true => others.into_iter().chain([own]).collect(),
        false => core::iter::once(own).chain(others).collect(),
    };
    *stmt = Stmt::If(StmtIf {
        node_index: Default::default(),
        range,
        test: Box::new(Expr::BooleanLiteral(ExprBooleanLiteral {
            node_index: Default::default(),
            range,
            value: true,
        })),
        body,
        elif_else_clauses: Vec::new(),
        runtime_body: None,
    });
}

/// Removes annotations and defaults from parameters. The function's own defaults are used.
fn keep_only_names(parameters: &mut Parameters) {
    let named = parameters.posonlyargs.iter_mut();
    let named = named.chain(&mut parameters.args);
    for parameter in named.chain(&mut parameters.kwonlyargs) {
        parameter.default = None;
        parameter.parameter.annotation = None;
    }
    let rest = [&mut parameters.vararg, &mut parameters.kwarg];
    for parameter in rest.into_iter().flatten() {
        parameter.annotation = None;
    }
}

/// Whether a function is a generator.
fn yields(body: &[Stmt]) -> bool {
    let yields = Yields::default();
    let mut body = body.to_vec();
    body.iter_mut().for_each(|it| yields.visit_stmt(it));
    yields.0.get()
}

#[derive(Default)]
struct Yields(Cell<bool>);

impl Transformer for Yields {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        if !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            walk_stmt(self, stmt);
        }
    }

    fn visit_expr(&self, expr: &mut Expr) {
        match expr {
            Expr::Yield(_) | Expr::YieldFrom(_) => self.0.set(true),
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}
