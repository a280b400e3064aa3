//! What a test needs and not every engine gives; where it is not given, the test is left out and says so.

use std::fmt::{self, Display, Formatter};
use std::io::{Write, stderr};
use std::thread;

use anyhow::Result;

use crate::engine::{BrowserEngine, engine};

/// What not every engine gives. Shown as what is the matter with one that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Calls of the DevTools protocol.
    Devtools,
    /// Media features that a test sets, such as a dark page.
    Media,
    /// A page as narrow as a phone.
    Narrow,
    /// Files that a page keeps in the browser.
    Files,
    /// A policy's `'self'` that holds in a sandboxed frame too.
    SandboxedSelf,
}

impl Need {
    fn is_met_by(self, engine: BrowserEngine) -> bool {
        match engine {
            BrowserEngine::Chromium => true,
            BrowserEngine::Firefox => self != Need::Devtools,
            BrowserEngine::Webkit => false,
        }
    }
}

impl Display for Need {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str(match self {
            Need::Devtools => "cannot be called by the DevTools protocol",
            Need::Media => "lets no test set media features",
            Need::Narrow => "has no page as narrow as a phone",
            Need::Files => "gives a page no place for files",
            Need::SandboxedSelf => "takes a policy's 'self' for nothing in a sandboxed frame",
        })
    }
}

/// Leaves a test out, and says so, in an engine that does not give what it needs. For its first line.
#[macro_export]
macro_rules! needs {
    ($need:ident) => {
        if $crate::is_left_out("", $crate::Need::$need)? {
            return Ok(());
        }
    };
}

/// Whether the engine does not give this. If so, says that a part of this thread's test, such as
/// `, the first lesson`, is left out, or all of it where the part is empty, past the harness, which keeps back what tests print.
///
/// # Errors
/// When `COROSCOPE_ENGINE` names no engine, or it cannot be said.
pub fn is_left_out(part: &str, need: Need) -> Result<bool> {
    let engine = engine()?;
    if need.is_met_by(engine) {
        return Ok(false);
    }
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    writeln!(stderr(), "left out: {test}{part}: {engine} {need}")?;
    Ok(true)
}
