//! What a script writes: kept in order, and within bounds.

use coroscope::time::Instant;
use coroscope::trace::TaskId;

/// Which of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `sys.stdout`.
    Out,
    /// `sys.stderr`: warnings and tracebacks.
    Err,
}

/// Some text that a script wrote at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// When.
    pub at: Instant,
    /// The task that wrote it; none for what runs outside of tasks.
    pub task: Option<TaskId>,
    /// To which stream.
    pub stream: Stream,
    /// The text, with its line ends.
    pub text: String,
}

/// All that a script has written and nobody has taken yet.
#[derive(Debug)]
pub(crate) struct Output {
    written: Vec<Written>,
    /// The line of each stream that has no end yet.
    open: [String; 2],
    room: usize,
    is_cut: bool,
}

impl Output {
    /// Output of at most so many bytes; what comes after that is cut, and said to be.
    pub(crate) fn new(room: usize) -> Output {
        Output {
            written: Vec::new(),
            open: Default::default(),
            room,
            is_cut: false,
        }
    }

    /// Takes a text in; gives the lines that it completes.
    pub(crate) fn write(
        &mut self,
        at: Instant,
        task: Option<TaskId>,
        stream: Stream,
        text: &str,
    ) -> Vec<String> {
        if text.is_empty() || self.is_cut {
            return Vec::new();
        }
        let mut kept = text.to_owned();
        if kept.len() > self.room {
            let end = (0..=self.room)
                .rev()
                .find(|end| kept.is_char_boundary(*end));
            kept.truncate(end.unwrap_or(0));
            kept.push_str("\n… (the rest of the output was cut)\n");
            self.is_cut = true;
        } else {
            self.room -= kept.len();
        }
        let open = &mut self.open[stream as usize];
        open.push_str(&kept);
        let mut lines = Vec::new();
        while let Some(end) = open.find('\n') {
            let rest = open.split_off(end + 1);
            lines.push(open[..end].to_owned());
            *open = rest;
        }
        match self.written.last_mut() {
            Some(last) if (last.at, last.task, last.stream) == (at, task, stream) => {
                last.text.push_str(&kept);
            }
            _ => self.written.push(Written {
                at,
                task,
                stream,
                text: kept,
            }),
        }
        lines
    }

    /// The last line of a stream, where it has no end.
    pub(crate) fn take_open(&mut self, stream: Stream) -> String {
        core::mem::take(&mut self.open[stream as usize])
    }

    /// What was written since the last time.
    pub(crate) fn take(&mut self) -> Vec<Written> {
        core::mem::take(&mut self.written)
    }
}
