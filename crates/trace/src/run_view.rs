//! The log of a run together with its model, as one parameter.

use super::{Log, Model, ResourceId, TaskId};
use std::borrow::Cow;

/// The log of a run and the model that was built from it: what drawings, findings and exports read.
///
/// # Examples
/// ```
/// use coroscope::trace::{Model, RunView};
/// use coroscope::{Runtime, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     assert_eq!(run.task_name(model.tasks()[0].id), "Task-1");
/// });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RunView<'a> {
    /// The log.
    pub log: &'a Log,
    /// The model of the whole log.
    pub model: &'a Model,
}

impl<'a> RunView<'a> {
    /// A view of `log`, whose model is `model`.
    pub fn new(log: &'a Log, model: &'a Model) -> RunView<'a> {
        RunView { log, model }
    }

    /// The name of a task, by default as in asyncio.
    pub fn task_name(self, id: TaskId) -> Cow<'a, str> {
        self.model.task_name(self.log, id)
    }

    /// The name of a resource, by default its kind.
    pub fn resource_name(self, id: ResourceId) -> &'a str {
        self.model.resource_name(self.log, id)
    }
}
