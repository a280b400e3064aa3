//! How time elapses: in turns of the loop, in `time.sleep`, and while a script polls the clock.
//!
//! A turn is one entry into the loop. On the virtual clock it is one pass.

use crate::host::Delivered;
use crate::state::{Clock, EngineState, Progress};
use crate::{current, threads};
use coroscope_runtime::runtime::VirtualClock;
use coroscope_trace::time::Duration;
use rustpython_vm::{PyResult, VirtualMachine};

/// Shorter sleeps on the real clock are not reported as pauses.
const SHORT_SLEEP: Duration = Duration::from_millis(5);
/// How many times the virtual clock can be read at one instant before further reads take time.
const FREE_CLOCK_READS: u32 = 1000;
/// The time that a further read takes. It grows by this after each hundred reads, up to [`MAX_CLOCK_READ_COST`], so that
/// a script that polls the clock for minutes ends within a second or two.
const CLOCK_READ_COST: Duration = Duration::from_micros(1);
const MAX_CLOCK_READ_COST: Duration = Duration::from_micros(50);
/// How many turns the loop can have at one virtual instant before further turns take time.
const FREE_TURNS: u32 = 10_000;
/// The time that a further turn takes: about as long as a turn of CPython's loop.
const TURN_COST: Duration = Duration::from_micros(10);

/// Runs a turn of the loop, or jumps to the next timer. Returns false if the script hangs.
pub(crate) fn turn(vm: &VirtualMachine) -> PyResult<bool> {
    let state = current::state();
    state.progress(Progress::Step);
    let cannot_block = || {
        Err(vm.new_runtime_error(
            "the loop was started inside of a function, where it receives no responses without JSPI (JavaScript Promise \
             Integration): call asyncio.run at the top level of the script",
        ))
    };
    let awaits_response = || {
        let event_loop = state.running_loop.borrow();
        state.responses.are_awaited_by(event_loop.as_deref())
    };
    let can_block = state.host.can_block();
    match &state.clock {
        Clock::Virtual(clock) if turn_of(clock, &state) => Ok(true),
        Clock::Virtual(clock) => match state.host.deliver_next() {
            Delivered::Nothing => Ok(clock.jump()),
            Delivered::Done => Ok(true),
            Delivered::Later(response) if can_block => {
                state.progress(Progress::Pause);
                state.host.block_on(response);
                Ok(true)
            }
            Delivered::Later(_) => cannot_block(),
        },
        Clock::Real(clock) if can_block => {
            if !clock.is_requested() {
                state.progress(Progress::Pause);
            }
            Ok(clock.turn_blocking(&*state.host, state.responses.are_awaited()))
        }
        // Nothing arrives while this thread is blocked, so a timeout would only end the wait much later.
        Clock::Real(clock) if !clock.is_requested() && awaits_response() => cannot_block(),
        Clock::Real(clock) if clock.block_for_turn() => Ok(true),
        Clock::Real(_) if state.responses.are_awaited() => cannot_block(),
        Clock::Real(_) => Ok(false),
    }
}

/// Runs a turn at the current virtual time. Returns false if nothing is ready. Tasks that yield in a loop until a timer
/// fires would wait forever if turns took no time, so turns take some time after the first [`FREE_TURNS`].
pub(crate) fn turn_of(clock: &VirtualClock, state: &EngineState) -> bool {
    if !clock.turn() {
        return false;
    }
    let now = state.handle.time();
    let (at, turns) = state.turns.get();
    let turns = if at == now { turns + 1 } else { 1 };
    state.turns.set((now, turns));
    if turns > FREE_TURNS {
        clock.advance(TURN_COST);
        state.turns.set((now + TURN_COST, turns));
    }
    true
}

/// Blocks the running thread, as `time.sleep` does.
pub(crate) fn block(duration: Duration) {
    let state = current::state();
    let until = state.handle.time() + duration;
    match &state.clock {
        Clock::Virtual(_) if state.threads.sleep(duration) => {}
        // This takes no real time, so it is not a pause.
        Clock::Virtual(_) => {
            state.progress(Progress::Step);
            threads::block_until(until);
        }
        Clock::Real(_) => {
            state.progress(match duration < SHORT_SLEEP {
                true => Progress::Step,
                false => Progress::Pause,
            });
            while state.handle.time() < until {}
        }
    }
}

/// Counts that the script reads the clock. Computing takes no virtual time, so a script that polls the clock would never
/// end. After the first [`FREE_CLOCK_READS`] at one instant, each read takes some microseconds.
pub(crate) fn note_clock_read() {
    let Some(state) = current::try_state() else {
        return;
    };
    if !matches!(state.clock, Clock::Virtual(_)) {
        return;
    }
    let now = current::now();
    let (at, reads) = state.clock_reads.get();
    let reads = if at == now { reads + 1 } else { 1 };
    state.clock_reads.set((now, reads));
    if reads > FREE_CLOCK_READS {
        let cost = CLOCK_READ_COST * ((reads - FREE_CLOCK_READS).div_ceil(100));
        let cost = cost.min(MAX_CLOCK_READ_COST);
        if !state.threads.sleep(cost) {
            threads::block_until(state.handle.time() + cost);
        }
        state.clock_reads.set((now + cost, reads));
        state.progress(Progress::Step);
    }
}
