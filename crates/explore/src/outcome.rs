//! How a run ended: what tells two schedules apart.

use core::fmt;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// What main returned, or why the run failed.
    pub result: Ending,
    /// The lines that it printed.
    pub printed: Vec<String>,
    /// What a tool has found in its log, each in a line. Empty unless findings tell outcomes apart.
    pub findings: Vec<String>,
}

/// What main returned, or why the run failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It returned a value; this is the value's `Debug` form.
    Returned(String),
    /// It returned an error, or no task could ever continue.
    Failed(String),
    /// It panicked, for example by an assertion.
    Panicked(String),
}

impl Outcome {
    /// Whether main returned an error, panicked, or never ended.
    pub fn is_failure(&self) -> bool {
        !matches!(self.result, Ending::Returned(_))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Ending::Returned(value) => write!(f, "returned {value}")?,
            Ending::Failed(why) => write!(f, "failed: {why}")?,
            Ending::Panicked(why) => write!(f, "panicked: {why}")?,
        }
        if let [first, rest @ ..] = &*self.printed {
            write!(f, "; printed {first:?}")?;
            if !rest.is_empty() {
                write!(f, " and {} more", rest.len())?;
            }
        }
        if !self.findings.is_empty() {
            write!(f, "; {}", self.findings.join(", "))?;
        }
        Ok(())
    }
}
