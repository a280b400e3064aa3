//! The recordings of real programs that the site carries, as samples for “Your own program”.
//!
//! The programs are in `python/examples/`; each says how its recording was made.

use crate::wording::text;

/// A recording of a real program with one classic mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct SampleRecording {
    /// The name of its file and of its program, without their extensions.
    pub name: &'static str,
    /// Its title, in English.
    pub title: &'static str,
    /// What to find out from it, in English.
    pub question: &'static str,
}

/// All samples, in the order of the page.
pub const SAMPLES: [SampleRecording; 3] = [
    SampleRecording {
        name: "blocked-loop",
        title: text!("A FastAPI service whose login blocks the loop"),
        question: text!(
            "Each order needs a query of 30 ms. Why did orders 2 and 3 take more than four times as long as order 1?"
        ),
    },
    SampleRecording {
        name: "small-pool",
        title: text!("A connection pool that is too small"),
        question: text!(
            "Each report takes 200 ms, and a request may take 500 ms. Why did half of the requests fail?"
        ),
    },
    SampleRecording {
        name: "lost-failure",
        title: text!("A mail that was never sent"),
        question: text!(
            "The shop told all four customers that a mail is on its way. Who got none, and why does the shop not know?"
        ),
    },
];

impl SampleRecording {
    /// The address of its file, relative to the site.
    ///
    /// ```
    /// use coroscope::lessons::recordings::SAMPLES;
    ///
    /// assert_eq!(SAMPLES[0].path(), "recordings/blocked-loop.coro.json");
    /// ```
    pub fn path(&self) -> String {
        format!("recordings/{}.coro.json", self.name)
    }
}
