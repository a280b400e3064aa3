//! How time passes: in turns of the loop, and while the script's own code sleeps or looks at the clock.

use crate::outside::HandOut;
use crate::shared::{Clock, Progress, Shared};
use crate::{current, threads};
use coroscope::runtime::VirtualClock;
use coroscope::time::Duration;
use rustpython_vm::{PyResult, VirtualMachine};

/// A pause on the real clock that is told at its end.
const SHORT: Duration = Duration::from_millis(5);
/// Looks at the virtual clock at one time after which each look takes time.
const FREE_LOOKS: u32 = 1000;
/// The time that a look takes then: a microsecond more after each hundred, up to [`LONGEST_LOOK`], so that a script that
/// looks for minutes is through in a second or two.
const A_LOOK: Duration = Duration::from_micros(1);
const LONGEST_LOOK: Duration = Duration::from_micros(50);
/// Turns of the loop at one time after which each turn takes time, on the virtual clock.
const FREE_TURNS: u32 = 10_000;
/// The time that a turn takes then: about as long as a turn of CPython's loop takes.
const A_TURN: Duration = Duration::from_micros(10);

/// One pass of the loop, or the jump to the next timer; false where nothing can ever go on.
pub(crate) fn turn(vm: &VirtualMachine) -> PyResult<bool> {
    let shared = current::shared();
    shared.progress(Progress::Step);
    let blocks = || {
        Err(vm.new_runtime_error(
            "here the loop is run inside of a function, and what it waits for outside can't come in until that \
             returns: call asyncio.run at the script's own level",
        ))
    };
    match &shared.clock {
        Clock::Virtual(clock) if turn_of(clock, &shared) => Ok(true),
        Clock::Virtual(clock) => match shared.outside.hand_out() {
            HandOut::Nothing => Ok(clock.jump()),
            HandOut::Done => Ok(true),
            HandOut::Later(_) => blocks(),
        },
        Clock::Real(clock) if clock.block_for_turn() => Ok(true),
        Clock::Real(_) if shared.is_awaited() => blocks(),
        Clock::Real(_) => Ok(false),
    }
}

/// Does what can be done at this time of the virtual clock; false where there is nothing. Tasks that only give up their
/// turn, until a timer has fired, would wait for ever where turns take no time. So each turn takes a little, once there
/// were many at one time.
pub(crate) fn turn_of(clock: &VirtualClock, shared: &Shared) -> bool {
    if !clock.turn() {
        return false;
    }
    let now = shared.handle.time();
    let (at, turns) = shared.turns.get();
    let turns = if at == now { turns + 1 } else { 1 };
    shared.turns.set((now, turns));
    if turns > FREE_TURNS {
        clock.advance(A_TURN);
        shared.turns.set((now + A_TURN, turns));
    }
    true
}

/// Lets time pass while nothing else runs.
pub(crate) fn block(duration: Duration) {
    let shared = current::shared();
    let until = shared.handle.time() + duration;
    match &shared.clock {
        Clock::Virtual(_) if shared.threads.sleep(duration) => {}
        // It takes no time of the reader's: a script may do so again and again.
        Clock::Virtual(_) => {
            shared.progress(Progress::Step);
            threads::block_until(until);
        }
        Clock::Real(_) => {
            shared.progress(match duration < SHORT {
                true => Progress::Step,
                false => Progress::Pause,
            });
            while shared.handle.time() < until {}
        }
    }
}

/// Notes that the script looks at the clock. On the virtual clock, where computing takes no time, a script that does
/// nothing but that waits for the time to pass; so it does, some microseconds a look, once there were many at one time.
pub(crate) fn note_look() {
    let Some(shared) = current::try_shared() else {
        return;
    };
    if !matches!(shared.clock, Clock::Virtual(_)) {
        return;
    }
    let now = current::now();
    let (at, looks) = shared.looks.get();
    let looks = if at == now { looks + 1 } else { 1 };
    shared.looks.set((now, looks));
    if looks > FREE_LOOKS {
        let took = (A_LOOK * ((looks - FREE_LOOKS).div_ceil(100))).min(LONGEST_LOOK);
        if !shared.threads.sleep(took) {
            threads::block_until(shared.handle.time() + took);
        }
        shared.looks.set((now + took, looks));
        shared.progress(Progress::Step);
    }
}
