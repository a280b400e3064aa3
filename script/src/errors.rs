//! What ended a script, as Python tells it.

use crate::{current, place};
use core::any::Any;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};
use std::fmt;

/// What ended a script early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The exception in a line: `ValueError: what was wrong`.
    pub message: String,
    /// The traceback as CPython prints it, with the message as its end.
    pub traceback: String,
    /// The innermost line of the script's, from 1.
    pub line: Option<u32>,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failed {}

impl Failed {
    /// What is told where the interpreter itself failed.
    pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Failed {
        let words = panic.downcast_ref::<&str>().copied();
        let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let words = words.unwrap_or("no more is known");
        let message = format!(
            "the interpreter failed, which is no fault of the script's: {words}. The next run has a new one"
        );
        Failed {
            traceback: format!("{message}\n"),
            message,
            line: None,
        }
    }
}

impl Failed {
    /// An exception that nothing of the script's caught.
    pub(crate) fn of_exception(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Failed {
        let message = in_a_line(error, vm);
        Failed {
            traceback: traceback(error, vm).unwrap_or_else(|_| format!("{message}\n")),
            message,
            line: innermost(error),
        }
    }
}

/// Lets tracebacks show the script's lines.
pub(crate) fn keep_lines(script: &str, vm: &VirtualMachine) -> PyResult<()> {
    let cache = vm.import("linecache", 0)?.get_attr("cache", vm)?;
    let lines = script
        .split_inclusive('\n')
        .map(|line| vm.ctx.new_str(line).into())
        .collect();
    let entry = vm.ctx.new_tuple(vec![
        vm.ctx.new_int(script.len()).into(),
        vm.ctx.none(),
        vm.ctx.new_list(lines).into(),
        vm.ctx.new_str(place::FILE).into(),
    ]);
    cache.set_item(place::FILE, entry.into(), vm)
}

/// The end of a run that would hang: where the tasks wait, and no traceback, which would name the loop's own lines.
fn hung() -> Option<Failed> {
    current::hung().map(|hang| Failed {
        traceback: format!("{}\n", hang.words),
        message: hang.words,
        line: hang.line,
    })
}

/// How the script ended.
pub(crate) fn end(ended: PyResult, script: &str, vm: &VirtualMachine) -> Result<(), Failed> {
    match (hung(), ended) {
        (Some(failed), _) => Err(failed),
        (None, Ok(_)) => Ok(()),
        (None, Err(error)) => ending(&error, script, vm),
    }
}

/// What an exception that came out of the script means: success, for the exit that it asked for itself.
fn ending(error: &PyBaseExceptionRef, script: &str, vm: &VirtualMachine) -> Result<(), Failed> {
    if error.fast_isinstance(vm.ctx.exceptions.system_exit) {
        let code = error
            .as_object()
            .get_attr("code", vm)
            .unwrap_or_else(|_| vm.ctx.none());
        let is_success =
            vm.is_none(&code) || code.str(vm).is_ok_and(|code| code.as_bytes() == b"0");
        if is_success {
            return Ok(());
        }
    }
    let message = in_a_line(error, vm);
    let traceback = traceback(error, vm).unwrap_or_else(|_| format!("{message}\n"));
    let syntax = error.fast_isinstance(vm.ctx.exceptions.syntax_error);
    let line = match syntax {
        true => error
            .as_object()
            .get_attr("lineno", vm)
            .ok()
            .and_then(|line| {
                line.str(vm)
                    .ok()
                    .and_then(|line| line.to_string_lossy().parse().ok())
            }),
        false => innermost(error),
    };
    let lines = script.lines().count();
    Err(Failed {
        message,
        traceback,
        line: line.filter(|line| *line as usize <= lines.max(1)),
    })
}

/// The innermost line of the script's in an exception's traceback.
fn innermost(error: &PyBaseExceptionRef) -> Option<u32> {
    let mut found = None;
    let mut next = error.traceback();
    while let Some(here) = next {
        if here.frame.f_code().source_path().as_str() == place::FILE {
            found = u32::try_from(here.lineno.get()).ok();
        }
        next = here.next.lock().clone();
    }
    found
}

fn traceback(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<String> {
    let module = vm.import("traceback", 0)?;
    let lines = module
        .get_attr("format_exception", vm)?
        .call((error.clone(),), vm)?;
    let text = vm.call_method(vm.ctx.new_str("").as_object(), "join", (lines,))?;
    Ok(text.str(vm)?.to_string_lossy().into_owned())
}

/// `ValueError: what was wrong`.
pub(crate) fn in_a_line(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let name = error.class().name().to_string();
    let words = match error.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        // Its other words are the file and the line.
        true => error
            .as_object()
            .get_attr("msg", vm)
            .and_then(|msg| msg.str(vm)),
        false => error.as_object().str(vm),
    };
    match words {
        Ok(words) if !words.is_empty() => format!("{name}: {}", words.to_string_lossy()),
        _ => name,
    }
}
