//! The log of a run together with its model, as one parameter.

use super::{Counterparts, Log, Model, Moment, Place, PlaceId, ResourceId, TaskId};
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
    /// The program whose lines readers see, if it is not the one in the log.
    pub counterparts: Option<&'a Counterparts>,
}

impl<'a> RunView<'a> {
    /// A view of `log`, whose model is `model`.
    pub fn new(log: &'a Log, model: &'a Model) -> RunView<'a> {
        RunView {
            log,
            model,
            counterparts: None,
        }
    }

    /// The same run, with the lines of another program.
    #[must_use]
    pub fn in_lines_of(self, counterparts: Option<&'a Counterparts>) -> RunView<'a> {
        RunView {
            counterparts,
            ..self
        }
    }

    /// The moment after the last event that the model has read. `None` if it has read none.
    pub fn last_read(self) -> Option<Moment> {
        Moment::after(self.log, self.model.next_seq().checked_sub(1)?)
    }

    /// A place, as readers see it. `None` if it is unknown, or if the program that they see has no line for it.
    pub fn place(self, id: PlaceId) -> Option<Cow<'a, Place>> {
        self.shown(self.log.place(id)?)
    }

    /// All places, as readers see them.
    pub fn places(self) -> impl Iterator<Item = Cow<'a, Place>> {
        self.log
            .places()
            .iter()
            .filter_map(move |it| self.shown(it))
    }

    fn shown(self, place: &'a Place) -> Option<Cow<'a, Place>> {
        match self.counterparts {
            Some(counterparts) => counterparts.of(place),
            None => Some(Cow::Borrowed(place)),
        }
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
