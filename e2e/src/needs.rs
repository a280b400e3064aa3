//! Features that not every engine supports. A test that needs one is skipped, with a message, where it is missing.

use std::fmt::{self, Display, Formatter};
use std::io::{Write, stderr};
use std::thread;

use anyhow::Result;

use crate::launch::{BrowserEngine, selected_engine};

/// A feature that not every engine supports. Its `Display` is the message for an engine without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// The DevTools protocol.
    Devtools,
    /// Emulation of media features such as `prefers-color-scheme`.
    Media,
    /// A viewport as narrow as a phone.
    Narrow,
    /// The origin private file system.
    Files,
    /// `CompressionStream` packs as zlib does, to the byte.
    Zlib,
    /// JSPI, JavaScript Promise Integration.
    Jspi,
    /// `'self'` in a content security policy matches the server in a sandboxed frame, too.
    SandboxedSelf,
}

impl Feature {
    fn is_supported_by(self, engine: BrowserEngine) -> bool {
        match engine {
            BrowserEngine::Chromium => true,
            BrowserEngine::Firefox => self != Feature::Devtools,
            BrowserEngine::Webkit => false,
        }
    }
}

impl Display for Feature {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str(match self {
            Feature::Devtools => "has no DevTools protocol",
            Feature::Media => "cannot emulate media features",
            Feature::Narrow => "has no viewport as narrow as a phone",
            Feature::Files => "has no origin private file system",
            Feature::Zlib => "packs to other sizes than zlib",
            Feature::Jspi => "has no JSPI",
            Feature::SandboxedSelf => "matches nothing for 'self' in a sandboxed frame",
        })
    }
}

/// Skips a test, with a message, if the engine lacks a feature. Goes at the beginning of the test.
#[macro_export]
macro_rules! needs {
    ($feature:ident) => {
        if $crate::is_skipped("", $crate::Feature::$feature)? {
            return Ok(());
        }
    };
}

/// Whether the engine lacks a feature. If so, prints that a part of the test (such as `, the first lesson`; empty: all
/// of it) is skipped: directly to standard error, since the test harness captures what tests print.
///
/// # Errors
/// When `COROSCOPE_ENGINE` names no engine, or the message cannot be written.
pub fn is_skipped(part: &str, feature: Feature) -> Result<bool> {
    let engine = selected_engine()?;
    if feature.is_supported_by(engine) {
        return Ok(false);
    }
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    writeln!(stderr(), "skipped: {test}{part}: {engine} {feature}")?;
    Ok(true)
}
