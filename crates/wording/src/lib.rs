//! How tasks, resources, waits, numbers, lists and places are called, the same in findings, the timeline, exports and the
//! page. A name or a number is written here only; the sentences around them are where they are needed.
//!
//! | file | texts |
//! |---|---|
//! | `count` | numbers of things, and lists of names |
//! | `task` | one task or several |
//! | `resource` | a queue, a lock and so on |
//! | `wait` | what a task waits for |
//! | `waker` | what made a task ready |
//! | `state` | what a task does, how it ended, and what a resource is |
//! | `place` | lines of the program |
//! | `language` | the language of all texts, here and elsewhere |

mod count;
mod language;
mod place;
mod resource;
mod state;
mod task;
mod wait;
mod waker;

pub use count::{and_more, figure, list};
pub use language::{
    Catalogue, plural_category, set_catalogue, translate, translate_number, translate_with,
};
pub use resource::resource_number;
pub use state::{outcome_name, resource_kind_name, state_label, state_name, wait_kind_name};

use coroscope_trace::RunView;

/// Texts about a run. What is in the log (names, addresses, error messages) appears in them as it is.
///
/// # Examples
/// ```
/// use coroscope::{Queue, Runtime, sleep, time::ms};
/// use coroscope::trace::{Model, RunView, WaitReason, Op};
/// use coroscope::wording::Wording;
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let jobs = Queue::new(1).named("jobs");
///     jobs.put(1).await;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let wording = Wording::new(RunView::new(log, &model));
///     let (main, jobs) = (model.tasks()[0].id, model.resources()[0].id);
///     assert_eq!(wording.task(main), "Task-1");
///     assert_eq!(wording.resource(jobs), "“jobs”");
///     assert_eq!(wording.resource_with_kind(jobs), "queue jobs");
///     assert_eq!(wording.wait_clause(Some(WaitReason::Resource(jobs, Op::Get))), "to get from queue jobs");
/// });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The run.
    pub run: RunView<'a>,
}

impl<'a> Wording<'a> {
    /// Texts about `run`.
    pub fn new(run: RunView<'a>) -> Wording<'a> {
        Wording { run }
    }
}
