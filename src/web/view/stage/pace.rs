//! How fast the run is played, next to its status.

use crate::player::{SPEEDS, speed_name};
use crate::web::run::Run;
use crate::web::state::State;
use crate::wording::tr;

/// `, 1/10 of true speed`. Empty at true speed, and for runs that are not played or stuck.
pub(super) fn pace(state: &State) -> String {
    let is_advancing = |run: &&Run| run.is_paced() && !state.is_stuck();
    let Some(run) = state.run.as_ref().filter(is_advancing) else {
        return String::new();
    };
    let (times, parts) = SPEEDS[state.playback.player.speed()];
    match u64::from(times) * run.hurry() {
        _ if times < parts => {
            let speed = speed_name((times, parts));
            format!(", {}", tr!("{speed} of true speed", speed))
        }
        1 => String::new(),
        n => format!(", {}", tr!("{n} × true speed", n)),
    }
}
