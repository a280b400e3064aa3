//! The legal orders of pending timers, besides that of the clock.

use crate::limits::Limits;
use coroscope_runtime::runtime::{NextTimer, Others, PendingTimer, TimerKind};
use coroscope_trace::time::{Duration, Instant};

/// By how much a timer is late that fires right after another one.
const A_MOMENT: Duration = Duration::from_micros(1);

/// The legal orders of pending timers besides that of the clock.
pub(crate) fn legal_orders<'a>(
    pending: &'a [PendingTimer],
    limits: &'a Limits,
) -> impl Iterator<Item = NextTimer> + 'a {
    let first = pending[0].deadline;
    let choose = |position, others| NextTimer { position, others };
    let with_first = (pending[1].deadline == first).then(|| choose(0, Others::Later));
    let with_first = with_first.filter(|_| can_wait(pending, 0, first + A_MOMENT));
    let others = pending.iter().enumerate().skip(1);
    let others = others
        .take(limits.timers)
        .flat_map(move |(position, timer)| {
            let is_answer = timer.kind == TimerKind::Answer;
            // An answer that comes sooner delays nothing. Another timer delays those before it.
            let is_allowed = is_answer || timer.deadline - first <= limits.late;
            let is_tie = timer.deadline == first;
            let at = match is_answer {
                true => first,
                false => timer.deadline,
            };
            let can_wait = can_wait(pending, position, at + A_MOMENT);
            let orders = [
                (can_wait, Others::Later),
                (can_wait, Others::After),
                (can_wait && !is_tie, Others::Before),
            ];
            let orders = orders
                .into_iter()
                .filter(move |(is_legal, _)| is_allowed && *is_legal);
            orders.map(move |(_, others)| choose(position, others))
        });
    with_first.into_iter().chain(others)
}

/// Whether the timers that are due until then may wait for that moment, apart from the one at this position.
fn can_wait(pending: &[PendingTimer], position: usize, until: Instant) -> bool {
    let due = pending.iter().take_while(|timer| timer.deadline < until);
    let others = due.enumerate().filter(|(n, _)| *n != position);
    others
        .filter_map(|(_, timer)| timer.latest)
        .all(|latest| until <= latest)
}
