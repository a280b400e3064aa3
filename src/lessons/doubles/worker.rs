//! A worker that is none: the job runs here, after a time of the virtual clock.

use crate::lessons::jobs;
use crate::lessons::world::{Answer, Worker};
use crate::sleep;
use crate::time::{Duration, ms};

/// Runs jobs on the spot, as if elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct NearWorker {
    /// How long every job takes.
    pub delay: Duration,
}

impl Default for NearWorker {
    fn default() -> NearWorker {
        NearWorker { delay: ms(100) }
    }
}

impl Worker for NearWorker {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        let (job, input, delay) = (job.to_owned(), input.to_owned(), self.delay);
        Box::pin(async move {
            sleep(delay).await;
            jobs::run(&job, &input)
        })
    }
}
