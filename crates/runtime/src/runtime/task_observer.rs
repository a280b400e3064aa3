//! A debugger that follows tasks from where they were spawned to each of their polls.

use super::Handle;
use coroscope_trace::TaskId;
use std::rc::Rc;

/// What a host does around the turns of tasks, such as linking the stack of a poll to that of the spawn.
pub trait TaskObserver {
    /// A task was spawned. Its caller is still on the stack.
    fn spawned(&self, task: TaskId);
    /// The task got a name, usually where it was spawned.
    fn named(&self, task: TaskId, name: &str);
    /// The task has its turn: calls `poll` once.
    fn poll(&self, task: TaskId, poll: &mut dyn FnMut());
    /// The task has ended.
    fn ended(&self, task: TaskId);
}

impl Handle {
    /// Sets what follows the tasks from now on. Later calls do nothing.
    pub fn set_task_observer(&self, observer: Rc<dyn TaskObserver>) {
        let _ = self.0.hooks.observer.set(observer);
    }
}
