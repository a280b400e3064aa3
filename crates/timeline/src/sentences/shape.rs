//! What each shape of the legend means, in a sentence.

use crate::picture::{FlowKind, MarkKind};
use crate::render::LegendItem;
use coroscope_trace::{OutcomeKind, TaskState, WaitKind};
use coroscope_wording::tr;

/// Explains a shape of the legend.
///
/// # Examples
/// ```
/// use coroscope::timeline::{LegendItem, explain_shape};
/// let sentence = explain_shape(LegendItem::Hop);
/// assert_eq!(sentence, "Here the loop let the page paint, and then continued in a macrotask.");
/// ```
pub fn explain_shape(item: LegendItem) -> &'static str {
    match item {
        LegendItem::Bar(state) => explain_state(state),
        LegendItem::Cleanup => {
            tr!("The task was cancelled and awaits its cleanup, such as closing a file.")
        }
        LegendItem::Overdue => {
            tr!(
                "The timer was due where this begins, but the loop was busy, so the task still waited."
            )
        }
        LegendItem::Forever => {
            tr!("Nothing is left that could wake this task, so its wait never ends.")
        }
        LegendItem::Thread => {
            tr!("A plain function that runs in a thread, next to the event loop.")
        }
        LegendItem::Process => {
            tr!("A program, or a function in another process, that runs next to the event loop.")
        }
        LegendItem::Cap(OutcomeKind::Done) => tr!("The task ended and returned a value."),
        LegendItem::Cap(OutcomeKind::Failed) => tr!("The task ended with an error."),
        LegendItem::Cap(OutcomeKind::Cancelled) => {
            tr!("The task was cancelled before its work was done.")
        }
        LegendItem::Mark(MarkKind::Refused) => {
            tr!("The task was asked to cancel, handled the request, and continued.")
        }
        LegendItem::Mark(MarkKind::Printed) => tr!("The task printed a line here."),
        LegendItem::Mark(MarkKind::Noted) => tr!("The program recorded a note here."),
        LegendItem::Mark(MarkKind::Stuck) => {
            tr!("From here on, nothing is left that could wake this task.")
        }
        LegendItem::Mark(MarkKind::TimedOut) => {
            tr!("A time limit was reached, and the work under it had ended here, with its cleanup.")
        }
        LegendItem::Mark(MarkKind::Called) => tr!("The loop called a plain function here."),
        LegendItem::TimeLimit => {
            tr!("A line from where a time limit was set to its flag; a filled flag was reached.")
        }
        LegendItem::Failure => tr!("The failure of a task here made others be asked to cancel."),
        LegendItem::Unchanged => tr!("The program set a value to what it was already."),
        LegendItem::Folded => tr!("One of the tasks that are folded into this row ran."),
        LegendItem::Block => {
            tr!("One turn took so long that every other task had to wait, and the page froze.")
        }
        LegendItem::Browser => {
            tr!("The browser had the thread, for example to paint, while tasks were ready.")
        }
        LegendItem::Hop => {
            tr!("Here the loop let the page paint, and then continued in a macrotask.")
        }
        LegendItem::Pass => {
            tr!(
                "One pass of the event loop: it runs the tasks that were ready when the pass began."
            )
        }
        LegendItem::Ready => tr!("How many tasks were ready and waited for their turn."),
        LegendItem::Timers => tr!("How many timers were pending in the event loop."),
        LegendItem::Callback => tr!("A plain function that the loop called, without a task."),
        LegendItem::Level => tr!("How many items a queue held, or whether a lock was held."),
        LegendItem::Waiters => {
            tr!("How many tasks waited for the resource: above to put, below to take or acquire.")
        }
        LegendItem::Limit => tr!("The most that the resource can hold."),
        LegendItem::Flow(FlowKind::Wake) => tr!("One task made another ready, which had waited."),
        LegendItem::Flow(FlowKind::Spawn) => tr!("One task created another."),
        LegendItem::Flow(FlowKind::Await) => tr!("One task began to wait for another to end."),
        LegendItem::Flow(FlowKind::Cancel) => tr!("One task asked another to cancel."),
    }
}

fn explain_state(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => {
            tr!("The task has the thread and runs. A turn shorter than a pixel is a thin tick.")
        }
        TaskState::Ready => tr!("The task could run, but it waits for its turn."),
        TaskState::Waiting(WaitKind::Timer) => tr!("The task sleeps until a timer is due."),
        TaskState::Waiting(WaitKind::Io) => {
            tr!("The task waits for an answer from outside, such as a download.")
        }
        TaskState::Waiting(WaitKind::Queue) => {
            tr!("The task waits for an item in a queue, or for room in it.")
        }
        TaskState::Waiting(WaitKind::Lock) => {
            tr!("The task waits for a lock, a permit or an event, which other tasks control.")
        }
        TaskState::Waiting(WaitKind::Task) => tr!("The task waits for another task to end."),
        TaskState::Waiting(WaitKind::Turn) => {
            tr!("The task gave up its turn and runs in a later pass.")
        }
        TaskState::Waiting(WaitKind::Other) => {
            tr!("The task waits for a future, whatever will complete it.")
        }
    }
}
