//! The versions of CPython with which the Python package is tested.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{self, on_path};
use crate::progress;

/// The environment variable that names them: programs, separated as in PATH, or [`ALL`].
const VARIABLE: &str = "COROSCOPE_PYTHONS";
/// Stands for each `python3.N` on the PATH.
const ALL: &str = "all";
/// The minor versions that are looked for, with the oldest one that the package supports first.
const MINOR_VERSIONS: std::ops::RangeInclusive<u32> = 10..=30;

/// Prints the version, and the program itself, which a version manager may have started through a script of its own. Fails
/// without the modules that an environment needs.
const ASK: &str = "import ensurepip, platform, sys, venv; \
    assert sys.version_info >= (3, 10) and platform.python_implementation() == 'CPython'; \
    print(platform.python_version() + getattr(sys, 'abiflags', ''), sys.executable, sep='\\n', end='')";

/// A version of CPython.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interpreter {
    /// Such as `3.14.0`; with a `t` if it is free-threaded.
    pub(crate) version: String,
    /// The program.
    pub(crate) program: PathBuf,
}

/// The interpreters besides `python3` that the environment variable names, each version once.
///
/// # Errors
/// When one that is named is not there, or can't be used.
pub(crate) fn chosen() -> Result<Vec<Interpreter>> {
    let names = env::var_os(VARIABLE).unwrap_or_default();
    let default = ask("python3").map(|it| it.version).ok();
    let found = match names.to_str() {
        Some("") => {
            note_others(default.as_deref());
            Vec::new()
        }
        Some(ALL) => on_the_path(),
        _ => named(&names)?,
    };
    Ok(each_once(found, default.as_deref()))
}

/// Says what could be tested as well.
fn note_others(default: Option<&str>) {
    let others = each_once(on_the_path(), default);
    if !others.is_empty() {
        let versions: Vec<&str> = others.iter().map(|it| it.version.as_str()).collect();
        progress::note(format_args!(
            "{} could be tested as well: {VARIABLE}={ALL}",
            versions.join(", ")
        ));
    }
}

/// What can be used of each `python3.N` on the PATH. A version manager may have one there that it does not start.
fn on_the_path() -> Vec<Interpreter> {
    let names = MINOR_VERSIONS.map(|minor| format!("python3.{minor}"));
    let is_there = |name: &String| on_path(name).is_some();
    names
        .filter(is_there)
        .filter_map(|name| match ask(&name) {
            Ok(found) => Some(found),
            Err(error) => {
                progress::note(format_args!("{name} is left out: {error:#}"));
                None
            }
        })
        .collect()
}

fn named(names: &OsStr) -> Result<Vec<Interpreter>> {
    let mut found = Vec::new();
    for program in env::split_paths(names) {
        match ask(&program) {
            Ok(interpreter) => found.push(interpreter),
            Err(error) => bail!(
                "{VARIABLE} names {}, which is not CPython 3.10 or newer with its modules venv and ensurepip: {error:#}",
                program.display()
            ),
        }
    }
    Ok(found)
}

fn ask(program: impl AsRef<OsStr>) -> Result<Interpreter> {
    let answer = process::output(Command::new(program).args(["-I", "-c", ASK]))?;
    match answer.split_once('\n') {
        Some((version, program)) => Ok(Interpreter {
            version: version.trim_end().into(),
            program: program.into(),
        }),
        None => bail!("it says `{answer}`"),
    }
}

/// Without those whose version came before, and without that of `python3`.
fn each_once(found: Vec<Interpreter>, default: Option<&str>) -> Vec<Interpreter> {
    let mut once: Vec<Interpreter> = Vec::new();
    for it in found {
        let is_known = once.iter().any(|other| other.version == it.version);
        if !is_known && default != Some(it.version.as_str()) {
            once.push(it);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interpreter(version: &str, program: &str) -> Interpreter {
        Interpreter {
            version: version.into(),
            program: program.into(),
        }
    }

    #[test]
    fn each_version_is_tested_once_and_that_of_python3_is_not_repeated() {
        let found = vec![
            interpreter("3.10.13", "a"),
            interpreter("3.11.7", "b"),
            interpreter("3.14.0t", "c"),
            interpreter("3.10.13", "d"),
        ];
        let expected = [interpreter("3.10.13", "a"), interpreter("3.14.0t", "c")];
        assert_eq!(each_once(found, Some("3.11.7")), expected);
    }

    #[test]
    fn a_named_program_that_is_no_python_is_an_error_that_names_it() {
        let error = named(OsStr::new("false")).unwrap_err().to_string();
        assert!(
            error.starts_with("COROSCOPE_PYTHONS names false, which is not CPython 3.10"),
            "{error}"
        );
    }

    #[test]
    fn python3_says_its_version_and_where_it_is() {
        // The tests of this repository need it anyway.
        let found = ask("python3").unwrap();
        assert!(found.version.starts_with("3."), "{found:?}");
        assert!(found.program.is_file(), "{found:?}");
    }
}
