//! The output of a script, in order and limited in size.

use coroscope_trace::TaskId;
use coroscope_trace::time::Instant;

/// An output stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `sys.stdout`.
    Out,
    /// `sys.stderr`: warnings and tracebacks.
    Err,
}

/// A piece of text that a script wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// When it was written.
    pub at: Instant,
    /// The task that wrote it; `None` outside of tasks.
    pub task: Option<TaskId>,
    /// The stream.
    pub stream: Stream,
    /// The text, with line ends.
    pub text: String,
}

/// The output that has not been taken yet.
#[derive(Debug)]
pub(crate) struct Output {
    written: Vec<Written>,
    /// The last line of each stream, while it has no line end.
    partial_lines: [String; 2],
    /// How many more bytes are accepted.
    remaining: usize,
    is_truncated: bool,
}

impl Output {
    /// Accepts up to `limit` bytes. The rest is cut off, and a note in the output says so.
    pub(crate) fn new(limit: usize) -> Output {
        Output {
            written: Vec::new(),
            partial_lines: Default::default(),
            remaining: limit,
            is_truncated: false,
        }
    }

    /// Adds text, and returns the lines that it completes.
    pub(crate) fn write(
        &mut self,
        at: Instant,
        task: Option<TaskId>,
        stream: Stream,
        text: &str,
    ) -> Vec<String> {
        if text.is_empty() || self.is_truncated {
            return Vec::new();
        }
        let mut text = text.to_owned();
        if text.len() > self.remaining {
            let end = (0..=self.remaining)
                .rev()
                .find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or(0));
            text.push_str("\n… (the rest of the output was cut)\n");
            self.is_truncated = true;
        } else {
            self.remaining -= text.len();
        }
        let line = &mut self.partial_lines[stream as usize];
        line.push_str(&text);
        let mut lines = Vec::new();
        while let Some(end) = line.find('\n') {
            let rest = line.split_off(end + 1);
            lines.push(line[..end].to_owned());
            *line = rest;
        }
        match self.written.last_mut() {
            Some(last) if (last.at, last.task, last.stream) == (at, task, stream) => {
                last.text.push_str(&text);
            }
            _ => self.written.push(Written {
                at,
                task,
                stream,
                text,
            }),
        }
        lines
    }

    /// Takes the last line of a stream, if it has no line end.
    pub(crate) fn take_partial_line(&mut self, stream: Stream) -> String {
        core::mem::take(&mut self.partial_lines[stream as usize])
    }

    /// Takes what was written since the last call.
    pub(crate) fn take(&mut self) -> Vec<Written> {
        core::mem::take(&mut self.written)
    }
}
