//! A worker without a thread: the job runs here, after a delay on the virtual clock.

use crate::lessons::jobs;
use crate::sleep;
use crate::time::{Duration, ms};
use crate::world::{Answer, Worker};

/// Runs jobs on the caller's thread, as if in a worker.
#[derive(Clone, Copy, Debug)]
pub struct InlineWorker {
    /// How long each job takes.
    pub delay: Duration,
}

impl Default for InlineWorker {
    fn default() -> InlineWorker {
        InlineWorker { delay: ms(100) }
    }
}

impl Worker for InlineWorker {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        let (job, input, delay) = (job.to_owned(), input.to_owned(), self.delay);
        Box::pin(async move {
            sleep(delay).await;
            jobs::run(&job, &input)
        })
    }
}
