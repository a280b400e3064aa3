//! What is told of a file: why it can't be read, or what was put right in it.

use super::MOST_BYTES;
use core::fmt;

/// Of a word that is not known, so many characters are told.
const LONGEST_QUOTE: usize = 24;

/// Why a file is not read, and where in it the reason is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
    /// The event that was being read, counted from 1.
    pub event: Option<u64>,
    /// Line and byte, both counted from 1, where it is about one place.
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
        match (self.event, self.at) {
            (Some(event), Some((line, byte))) => {
                write!(f, "Event {event}, line {line}, byte {byte}: ")?;
            }
            (Some(event), None) => write!(f, "Event {event}: ")?,
            (None, Some((line, byte))) => write!(f, "Line {line}, byte {byte}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

impl core::error::Error for ReadError {}

/// Something that was wrong and has been put right, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What was done, in words: `Time ran backwards`.
    pub what: &'static str,
    /// The first event that it is about, counted from 1.
    pub first: u64,
    /// How many events it is about.
    pub count: u64,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, first, count) = (self.what, self.first, self.count);
        match count {
            1 => write!(f, "{what} (event {first})."),
            _ => write!(f, "{what} ({count} times, first in event {first})."),
        }
    }
}

/// Whether a file of so many bytes is read at all. To be asked before it is loaded.
///
/// # Errors
/// Says how large a file may be.
///
/// # Examples
/// ```
/// use coroscope::export::check_size;
/// assert!(check_size(70_000).is_ok());
/// let why = check_size(500_000_000).unwrap_err().to_string();
/// assert_eq!(why, "The file has 477 MiB, and at most 128 MiB are read.");
/// ```
pub fn check_size(bytes: u64) -> Result<(), ReadError> {
    if bytes <= MOST_BYTES as u64 {
        return Ok(());
    }
    let (has, most) = (bytes.div_ceil(1 << 20), MOST_BYTES >> 20);
    let message = format!("The file has {has} MiB, and at most {most} MiB are read.");
    Err(ReadError::of_file(message))
}

/// A word from the file, short enough for a sentence.
pub(super) fn quoted(word: &str) -> String {
    let mut shown: String = word.escape_debug().take(LONGEST_QUOTE).collect();
    if word.chars().count() > LONGEST_QUOTE {
        shown.push('…');
    }
    format!("“{shown}”")
}
