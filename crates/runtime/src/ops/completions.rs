//! The order in which tasks end, for operations over several tasks.

use super::gather::Awaitable;
use crate::runtime::{self, AnyTask, DoneCallback, Join, Waiter};
use core::cell::RefCell;
use core::panic::Location;
use core::task::{Context, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

/// A queue of tasks that have ended, as indices into a list of tasks, in the order of ending. It uses done
/// callbacks and polls no task, so its cost does not grow with the number of tasks.
#[derive(Default)]
pub(super) struct Completions {
    ended: RefCell<VecDeque<usize>>,
    waker: RefCell<Option<Waker>>,
}

impl Completions {
    /// The completions of `children`. Tasks that are already done come first, in order, in the next pass.
    pub(super) fn of<T: 'static>(children: &[Join<T>]) -> Rc<Completions> {
        let completions = Rc::new(Completions::default());
        for (index, child) in children.iter().enumerate() {
            let header = &child.task.header;
            if header.is_done() {
                let core = runtime::current("an operation over several tasks");
                header.record_retrieved();
                core.schedule_done_callback(child.task.clone(), completions.clone(), index);
            } else {
                header.add_waiter(Waiter::Callback(completions.clone(), index));
            }
        }
        completions
    }

    /// The next task that has ended. If there is none, wakes the caller's task when one ends.
    pub(super) fn next(&self, cx: &mut Context<'_>) -> Option<usize> {
        let next = self.ended.borrow_mut().pop_front();
        if next.is_none() {
            self.waker.replace(Some(cx.waker().clone()));
        }
        next
    }
}

impl DoneCallback for Completions {
    fn task_done(&self, index: usize, _task: &dyn AnyTask) {
        self.ended.borrow_mut().push_back(index);
        let waker = self.waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The tasks to await. Coroutines are spawned, with `place` as the place of the spawn.
pub(super) fn join_all<I>(
    awaitables: I,
    place: &'static Location<'static>,
) -> Vec<Join<<I::Item as Awaitable>::Output>>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    awaitables
        .into_iter()
        .map(|awaitable| awaitable.into_join(place))
        .collect()
}
