//! What operations over several tasks share: they are told when each ends.

use super::gather::Awaitable;
use crate::runtime::{self, AnyTask, Join, Watch, Watcher};
use core::cell::RefCell;
use core::panic::Location;
use core::task::{Context, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

/// Tells in which order some tasks ended. It costs the same however many there are: nobody
/// polls them.
#[derive(Default)]
pub(super) struct Endings {
    ended: RefCell<VecDeque<usize>>,
    waker: RefCell<Option<Waker>>,
}

impl Endings {
    /// Watches tasks; those that are done already are told of first, in order, in the next pass.
    pub(super) fn of<T: 'static>(children: &[Join<T>]) -> Rc<Endings> {
        let endings = Rc::new(Endings::default());
        for (index, child) in children.iter().enumerate() {
            let header = &child.task.header;
            if header.is_done() {
                let core = runtime::current("an operation over several tasks");
                header.note_retrieved();
                core.tell_ending(child.task.clone(), endings.clone(), index);
            } else {
                header.watch(Watcher::Watch(endings.clone(), index));
            }
        }
        endings
    }

    /// The next that ended; where there is none yet, the task is woken when one does.
    pub(super) fn next(&self, cx: &mut Context<'_>) -> Option<usize> {
        let next = self.ended.borrow_mut().pop_front();
        if next.is_none() {
            self.waker.replace(Some(cx.waker().clone()));
        }
        next
    }
}

impl Watch for Endings {
    fn ended(&self, index: usize, _task: &dyn AnyTask) {
        self.ended.borrow_mut().push_back(index);
        let waker = self.waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The tasks to await, spawned at `place` where they are not tasks yet.
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
