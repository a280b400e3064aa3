//! Why a wait for a stream or a server in a [deadlock](super) was never met. Any task may end it: by writing, reading, closing
//! or connecting.

use super::unmet_wait::{UnmetCause, UnmetWait};
use crate::holders::changed_by;
use crate::stuck::{StuckTask, is_stuck};
use crate::{Advice, LintContext};
use coroscope_trace::{Op, ResourceKind, TaskId};
use coroscope_wording::{text, tr, tr_n};

const READ: Advice = Advice::both(text!(
    "Close the other end, with writer.close() or write_eof(), when nothing more follows: then the wait ends. Let the reader see \
     where a message ends: by a newline or its length."
));
const DRAIN: Advice = Advice::both(text!(
    "Read at the other end while you write, in a task of its own: both sides must not write first."
));
const ACCEPT: Advice = Advice::both(text!(
    "Connect within the same program, for example with asyncio.open_connection() in a task: nothing outside of it can reach \
     this server. End it with server.close() when no more clients come."
));
const CLOSE: Advice = Advice::both(text!(
    "Close the writer of each connection when its work is done: wait_closed() waits for all of them. \
     server.close_clients() (Python 3.13) closes the rest."
));

/// The cause for a wait for `op` on a resource of this kind. `thing` is the resource in words, with its level.
pub(super) fn cause(
    cx: &LintContext,
    stuck: &[StuckTask],
    want: &UnmetWait,
    (op, kind): (Op, ResourceKind),
    (thing, level): (&str, usize),
) -> UnmetCause {
    let cause = |title: &str, why: String, advice, ended| UnmetCause {
        title: title.into(),
        why,
        advice,
        ended,
    };
    match (op, kind) {
        (Op::Accept, _) => cause(
            tr!("a server waits for clients"),
            tr!(
                "for clients of {server}, and no task is left that could connect",
                server = thing
            ),
            ACCEPT,
            Vec::new(),
        ),
        (Op::Drain, _) => {
            let (why, ended) = others(cx, stuck, want, false);
            cause(
                tr!("nobody reads"),
                tr_n!(
                    level,
                    "until {stream} has space, in which one byte waits, and {why}",
                    "until {stream} has space, in which {n} bytes wait, and {why}",
                    stream = thing,
                    why
                ),
                DRAIN,
                ended,
            )
        }
        (Op::WaitClosed, ResourceKind::Server) => cause(
            tr!("a connection stays open"),
            tr_n!(
                level,
                "for {server} to be closed, which still has one open connection",
                "for {server} to be closed, which still has {n} open connections",
                server = thing
            ),
            CLOSE,
            Vec::new(),
        ),
        (Op::WaitClosed, _) => cause(
            tr!("a connection stays open"),
            tr!("for {stream} to be closed", stream = thing),
            CLOSE,
            Vec::new(),
        ),
        _ => {
            let (why, ended) = others(cx, stuck, want, true);
            cause(
                tr!("nothing more is written"),
                tr!("for bytes of {stream}, and {why}", stream = thing, why),
                READ,
                ended,
            )
        }
    }
}

/// What became of the tasks at the other end, in words: those that wrote (`wrote`) or read. And which of them have ended.
fn others(
    cx: &LintContext,
    stuck: &[StuckTask],
    want: &UnmetWait,
    wrote: bool,
) -> (String, Vec<TaskId>) {
    let others = changed_by(cx, 0, want.levels, wrote);
    let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) = (others.into_iter())
        .filter(|task| !want.ids.contains(task))
        .partition(|task| is_stuck(stuck, task));
    let why = match (waiting.is_empty(), ended.is_empty(), wrote) {
        (true, true, true) => tr!("no task has written any").into(),
        (true, true, false) => tr!("no task has read any").into(),
        (true, false, true) => tr_n!(
            ended.len(),
            "{tasks}, which wrote to it, has ended without closing it",
            "{tasks}, which wrote to it, have ended without closing it",
            tasks = cx.names.tasks(&ended)
        ),
        (true, false, false) => tr_n!(
            ended.len(),
            "{tasks}, which read from it, has ended",
            "{tasks}, which read from it, have ended",
            tasks = cx.names.tasks(&ended)
        ),
        (false, _, true) => tr_n!(
            waiting.len(),
            "{tasks}, which wrote to it, waits, too",
            "{tasks}, which wrote to it, wait, too",
            tasks = cx.names.tasks(&waiting)
        ),
        (false, _, false) => tr_n!(
            waiting.len(),
            "{tasks}, which read from it, waits, too",
            "{tasks}, which read from it, wait, too",
            tasks = cx.names.tasks(&waiting)
        ),
    };
    (why, ended)
}
