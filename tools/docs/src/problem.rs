//! What is wrong with a fence, and where.

use std::fmt;

/// A mistake in a document, or a run that is not as the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// The line in that file, counted from one.
    pub line: usize,
    /// What is wrong, and what would be right. Further lines are indented when they are printed.
    pub message: String,
}

impl Problem {
    /// A problem at a line of a file.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Problem {
        Problem {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

/// As compilers print it, so that editors and CI systems find the line: `guide.md:12: what is wrong`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message.trim_end().replace('\n', "\n    ");
        write!(f, "{}:{}: {message}", self.file, self.line)
    }
}
