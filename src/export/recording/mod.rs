//! The recording: a file that holds a whole log, to be kept, sent and opened again.
//!
//! # The format
//!
//! Version 2 is one JSON object, in UTF-8. Its first member is `coroscope`, the version; the others come in any
//! order, and those that are not named here are passed over.
//!
//! ```json
//! {"coroscope":2,
//! "meta":{"title":"Fetch all at once","lesson":"gather","knobs":{"tasks":"5"},"clock":"virtual"},
//! "dropped":0,
//! "texts":["main","a"],
//! "places":[["src/lessons/gather.rs",12]],
//! "events":[
//! [0,"spawn",1,null,0],
//! [0,"name",1,0],
//! [250,"poll",1]
//! ]}
//! ```
//!
//! | member | what it holds |
//! |---|---|
//! | `meta` | what was run; each of its members may be missing. `clock` is `"real"` or `"virtual"` |
//! | `dropped` | how many events came before the first one here; may be missing where it is 0 |
//! | `texts` | names and lines, which events name by their position, counted from 0 |
//! | `places` | file and line (from 1) in the source, which events name by their position, counted from 0 |
//! | `events` | what happened, in order |
//!
//! An event is a list: the microseconds since the event before it, or since the run began; a word; and what
//! the word needs. Tasks and resources have numbers, counted from 1 in the order in which they were made.
//!
//! | event | what happened |
//! |---|---|
//! | `[µs,"pass",ready,timers]` | a pass of the loop began, over so many ready tasks, with so many timers pending |
//! | `[µs,"passed",ready,timers]` | the pass ended, and left this many ready tasks and pending timers |
//! | `[µs,"passed",ready,timers,timeouts]` | the same; this many of the timers are only limits of timeouts (version 2) |
//! | `[µs,"hop"]` | the loop went on in a macrotask |
//! | `[µs,"spawn",task,parent or null,place]` | a task was made, and is ready |
//! | `[µs,"name",task,text]` | it got a name |
//! | `[µs,"wake",task,by]` | it was put into the ready queue, by a task's number, `"timer"`, `"callback"` or `"outside"` |
//! | `[µs,"poll",task]` | it runs |
//! | `[µs,"pause",task]` | it stopped running, and is not done |
//! | `[µs,"wait",task,place,for]` | while it runs, it found that it has to wait: for `"turn"`, `"timer"` or `"future"` |
//! | `[µs,"wait",task,place,"timer",µs]` | the same for a timer, and for how long it was set (version 2) |
//! | `[µs,"wait",task,place,for,what]` | the same for `"task"` and its number, `"tasks"` and how many, `"io"` and a text, or an operation (`"get"`, `"put"`, `"join"`, `"acquire"`, `"wait"`) and a resource |
//! | `[µs,"await",task,other]` | it began to await the end of another task |
//! | `[µs,"cancel",task,by or null,text]` | a task was asked to end, by a task, and why |
//! | `[µs,"uncancel",task]` | a request to cancel a task was taken back (version 2) |
//! | `[µs,"clean",task]` | it is cancelled, and cleans up from now on |
//! | `[µs,"end",task,how]` | it is `"done"` or `"cancelled"` |
//! | `[µs,"end",task,"failed",text]` | it failed, and why |
//! | `[µs,"retrieve",task,by or null]` | it had ended, and its result was looked at first now, by a task; again where the first to look was none |
//! | `[µs,"unretrieved",task]` | it had failed, and nobody can look at that any more |
//! | `[µs,"make",resource,kind,capacity,place]` | a `"Queue"`, `"Lock"`, `"Event"`, `"Condition"`, `"Semaphore"`, `"Barrier"` or `"Future"` was made; capacity 0 is no limit |
//! | `[µs,"label",resource,text]` | it got a name |
//! | `[µs,"level",resource,level,takers,putters]` | it holds so much, and so many wait for it |
//! | `[µs,"hold",resource,by or null,waiters]` | a lock has a holder, or none |
//! | `[µs,"print",task or null,text]` | a line was printed |
//! | `[µs,"note",task or null,text]` | a remark |
//! | `[µs,"deadlock"]` | nothing can ever continue (version 2) |
//! | `[µs,"call",task,number]` | the next wait of the task is in another call of a coroutine, which has this number, or 0 where each call needs what the one before gave (version 2) |
//! | `[µs,"callback",µs,text,place]` | a callback with this name returned after it had run this long (version 2) |
//! | `[µs,"thread",thread,task or null,text,place]` | a function with this name started in a thread, which a task asked for (version 2) |
//! | `[µs,"thread-end",thread,how]` | it is over, as in `end` (version 2) |
//! | `[µs,"warn",what,task or null,text]` | a certain mistake: `"never-awaited"`, `"generator-left-open"`, `"ran-on-loop-thread"`, `"endless-turn"`, `"destroyed-pending"` or `"not-kept"`, and what it is about (version 2) |
//! | `[µs,"warn",what,task or null,text,place]` | the same, and its line (version 2) |
//!
//! # What is let in
//!
//! What is not in this format is refused, with the place and what would be right. So is what can't be drawn:
//! a text or place that is not in its table, a task that is spawned twice, more than [`MOST_EVENTS`].
//!
//! Three things are put right, and told as [`Repair`]s: time that runs backwards stands still, a parent that is
//! not older than its child is left out (so that parents can't go round in circles), and a task that
//! nobody spawned appears with the first event that is about it.

mod checks;
mod fields;
mod items;
mod parts;
mod read;
mod report;
mod tables;
mod write;

pub use parts::{Parts, Teller};
pub use read::{Reading, read_recording};
pub use report::{ReadError, Repair, check_size};
pub use write::write_recording;

use crate::trace::Log;

/// The version that is written, and the newest that can be read.
pub const VERSION: u32 = 2;
/// The oldest that can be read. It lacks what version 2 marks as new.
pub const OLDEST_VERSION: u32 = 1;
/// A file of more bytes is not read: 128 MiB.
pub const MOST_BYTES: usize = 128 << 20;
/// A file of more events is not read. (The page's own log holds a third of that.)
pub const MOST_EVENTS: usize = 5_000_000;
/// Tasks whose numbers are further apart are not read, and neither are more resources.
pub const MOST_TASKS: usize = 1_000_000;

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// A heading.
    pub title: String,
    /// The lesson's id; empty where it was none.
    pub lesson: String,
    /// The lesson's knobs and their values.
    pub knobs: Vec<(String, String)>,
    /// Which clock the times are from.
    pub clock: Clock,
}

/// Which clock a run had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The browser's.
    #[default]
    Real,
    /// The virtual one, on which a run is the same each time.
    Virtual,
}

/// What a recording holds.
#[derive(Debug)]
pub struct Recording {
    /// The events.
    pub log: Log,
    /// What was run.
    pub meta: Meta,
    /// What was wrong in the file and has been put right, for the reader to know.
    pub repairs: Vec<Repair>,
}

impl Clock {
    /// The clock's name in a file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }
}
