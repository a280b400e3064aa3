//! The error that ended a script, in Python's words.

use crate::{current, library, missing_module, place, shadowed_module};
use core::any::Any;
use coroscope_trace::Place;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt};
use rustpython_vm::{AsObject, PyResult, VirtualMachine};
use std::fmt;

/// The error that ended a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    /// The exception in one line: `ValueError: what was wrong`.
    pub message: String,
    /// The traceback as CPython prints it, which ends with the message.
    pub traceback: String,
    /// The innermost line of the script in the traceback: its file, and its number, from 1.
    pub place: Option<Place>,
    /// The exit status that the program would have: the argument of `sys.exit` if that is a number, else 1.
    pub status: i32,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ScriptError {}

impl ScriptError {
    /// A panic of the interpreter.
    pub(crate) fn from_panic(panic: &(dyn Any + Send)) -> ScriptError {
        let message = panic.downcast_ref::<&str>().copied();
        let message = message.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let details = message.unwrap_or("no details are known");
        let message = format!(
            "the interpreter failed, which is not the script's fault: {details}. The next run has a new interpreter"
        );
        ScriptError {
            traceback: format!("{message}\n"),
            message,
            place: None,
            status: 1,
        }
    }
}

impl ScriptError {
    /// An exception that the script did not catch.
    pub(crate) fn from_exception(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> ScriptError {
        let message = summary(error, vm);
        ScriptError {
            traceback: traceback(error, vm).unwrap_or_else(|_| format!("{message}\n")),
            message,
            place: innermost_place(error),
            status: 1,
        }
    }
}

/// Puts the lines of a file of the script into `linecache`, so that tracebacks show them.
pub(crate) fn cache_source_lines(file: &str, text: &str, vm: &VirtualMachine) -> PyResult<()> {
    let cache = vm.import("linecache", 0)?.get_attr("cache", vm)?;
    let lines = text
        .split_inclusive('\n')
        .map(|line| vm.ctx.new_str(line).into())
        .collect();
    let entry = vm.ctx.new_tuple(vec![
        vm.ctx.new_int(text.len()).into(),
        vm.ctx.none(),
        vm.ctx.new_list(lines).into(),
        vm.ctx.new_str(file).into(),
    ]);
    cache.set_item(file, entry.into(), vm)
}

/// The error of a run that hangs, without a traceback, because that would show the loop's own lines.
fn hang_error() -> Option<ScriptError> {
    current::hung().map(|hang| ScriptError {
        traceback: format!("{}\n", hang.message),
        message: hang.message,
        place: hang.place,
        status: 1,
    })
}

/// The outcome of a script.
pub(crate) fn outcome(ended: PyResult, vm: &VirtualMachine) -> Result<(), ScriptError> {
    match (hang_error(), ended) {
        (Some(failed), _) => Err(failed),
        (None, Ok(_)) => Ok(()),
        (None, Err(error)) => uncaught(&error, vm),
    }
}

/// The outcome of a script that ended with an exception.
fn uncaught(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Result<(), ScriptError> {
    if error.fast_isinstance(vm.ctx.exceptions.system_exit) {
        return exited(error, vm);
    }
    missing_module::explain(error, vm);
    shadowed_module::explain(error, vm);
    let message = summary(error, vm);
    let traceback = traceback(error, vm).unwrap_or_else(|_| format!("{message}\n"));
    let place = match error.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        true => place_of_syntax_error(error, vm),
        false => innermost_place(error),
    };
    Err(ScriptError {
        message,
        traceback,
        place: place.filter(is_in_text),
        status: 1,
    })
}

/// The outcome of a script that called `sys.exit`. As in CPython, there is no traceback, only the argument if that is a
/// text.
fn exited(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Result<(), ScriptError> {
    let code = error.as_object().get_attr("code", vm);
    let code = code.unwrap_or_else(|_| vm.ctx.none());
    let text = code.str(vm).map(|text| text.to_string_lossy().into_owned());
    let text = text.unwrap_or_default();
    let (status, printed) = match code.downcast_ref::<PyInt>() {
        Some(number) => (number.try_to_primitive(vm).unwrap_or(-1), String::new()),
        None if vm.is_none(&code) => (0, String::new()),
        None => (1, format!("{text}\n")),
    };
    if status == 0 {
        return Ok(());
    }
    Err(ScriptError {
        message: format!("SystemExit: {text}"),
        traceback: printed,
        place: innermost_place(error),
        status,
    })
}

/// Where a syntax error is, if that is in the script.
fn place_of_syntax_error(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<Place> {
    let text = |name| {
        let value = error.as_object().get_attr(name, vm).ok()?;
        Some(value.str(vm).ok()?.to_string_lossy().into_owned())
    };
    let file = text("filename").filter(|file| place::is_file(file))?;
    Some(place::at(&file, text("lineno")?.parse().ok()?))
}

/// Whether the file has the line.
fn is_in_text(place: &Place) -> bool {
    let text = current::state().files.text(&place.file);
    place.line as usize <= text.lines().count().max(1)
}

/// The innermost line of the script in an exception's traceback.
fn innermost_place(error: &PyBaseExceptionRef) -> Option<Place> {
    let mut found = None;
    let mut next = error.traceback();
    while let Some(here) = next {
        let code = here.frame.f_code();
        if place::is_in_script(&code)
            && let Ok(line) = u32::try_from(here.lineno.get())
        {
            found = Some(place::at(code.source_path().as_str(), line));
        }
        next = here.next.lock().clone();
    }
    found
}

fn traceback(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<String> {
    let module = library::module("traceback", vm)?;
    let lines = module
        .get_attr("format_exception", vm)?
        .call((error.clone(),), vm)?;
    let text = vm.call_method(vm.ctx.new_str("").as_object(), "join", (lines,))?;
    Ok(text.str(vm)?.to_string_lossy().into_owned())
}

/// An exception in one line: `ValueError: what was wrong`.
pub(crate) fn summary(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let name = error.class().name().to_string();
    let message = match error.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        // Its `str` also has the file and the line.
        true => error
            .as_object()
            .get_attr("msg", vm)
            .and_then(|msg| msg.str(vm)),
        false => error.as_object().str(vm),
    };
    match message {
        Ok(message) if !message.is_empty() => format!("{name}: {}", message.to_string_lossy()),
        _ => name,
    }
}
