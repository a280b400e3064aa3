//! Problems of a file: why it can't be read, or what was repaired in it.

use super::format::MAX_BYTES;
use core::fmt;
use coroscope_wording::{tr, tr_n, translate};

/// Maximum length of a quoted word.
const LONGEST_QUOTE: usize = 24;

/// Why a file can't be read, and where the problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong and what was expected, as a sentence.
    pub message: String,
    /// The event that was being read, counted from 1.
    pub event: Option<u64>,
    /// Line and byte, both counted from 1, if it is about one position.
    pub at: Option<(usize, usize)>,
}

impl ReadError {
    pub(super) fn of_file(message: impl Into<String>) -> ReadError {
        ReadError {
            message: message.into(),
            event: None,
            at: None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = &self.message;
        f.write_str(&match (self.event, self.at) {
            (Some(event), Some((line, byte))) => tr!(
                "Event {event}, line {line}, byte {byte}: {what}",
                event,
                line,
                byte,
                what
            ),
            (Some(event), None) => tr!("Event {event}: {what}", event, what),
            (None, Some((line, byte))) => {
                tr!("Line {line}, byte {byte}: {what}", line, byte, what)
            }
            (None, None) => return f.write_str(what),
        })
    }
}

impl core::error::Error for ReadError {}

/// A problem that was repaired, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What was wrong, and how it is shown, in English: `Time ran backwards`.
    pub what: &'static str,
    /// The first event that it is about, counted from 1.
    pub first: u64,
    /// How many events it is about.
    pub count: u64,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&tr_n!(
            usize::try_from(self.count).unwrap_or(usize::MAX),
            "{what} (event {first}).",
            "{what} ({n} times, first in event {first}).",
            what = translate(self.what),
            first = self.first
        ))
    }
}

/// Checks whether a file of this size can be read, before it is loaded.
///
/// # Errors
/// If the file is too large.
///
/// # Examples
/// ```
/// use coroscope::export::check_size;
/// assert!(check_size(70_000).is_ok());
/// let why = check_size(500_000_000).unwrap_err().to_string();
/// assert_eq!(why, "The file has 477 MiB; at most 128 MiB can be read.");
/// ```
pub fn check_size(bytes: u64) -> Result<(), ReadError> {
    if bytes <= MAX_BYTES as u64 {
        return Ok(());
    }
    let (has, most) = (bytes.div_ceil(1 << 20), MAX_BYTES >> 20);
    Err(ReadError::of_file(tr!(
        "The file has {has} MiB; at most {most} MiB can be read.",
        has,
        most
    )))
}

/// A word from the file, quoted and shortened.
pub(super) fn quoted(word: &str) -> String {
    let mut shown: String = word.escape_debug().take(LONGEST_QUOTE).collect();
    if word.chars().count() > LONGEST_QUOTE {
        shown.push('…');
    }
    tr!("“{name}”", name = shown)
}
