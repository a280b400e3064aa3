//! The search for schedules: it finds each classic mistake, and nothing in its corrected version.

mod cancelled;
mod choices;
mod deadlocks;
mod handed_over;
mod primitives;
mod races;
mod timeouts;

use coroscope::Result;
use coroscope::explore::{Exploration, Explorer};
use std::fmt::Debug;

/// Explores a program whose ordinary run is right: the search must find another outcome. Returns what it found.
#[track_caller]
fn breaks<T, F>(explorer: &Explorer, program: impl Fn() -> F) -> Exploration
where
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    let exploration = explorer.run(program);
    let [right, wrong, ..] = exploration.outcomes() else {
        panic!("nothing was found: {exploration}");
    };
    assert!(right.schedule.deviations().is_empty(), "{exploration}");
    assert_eq!(right.found_after, 1, "{exploration}");
    assert!(!right.outcome.is_failure(), "{exploration}");
    assert!(wrong.schedule.deviations().len() <= 2, "{exploration}");
    println!(
        "found after {} of {}, {} deviations: {}",
        wrong.found_after,
        exploration.tried(),
        wrong.schedule.deviations().len(),
        wrong.outcome
    );
    exploration
}

/// Explores a correct program: it has the same outcome in every order. `COROSCOPE_SCHEDULES` sets another number of schedules.
#[track_caller]
fn holds<T, F>(explorer: &Explorer, program: impl Fn() -> F)
where
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    let schedules = std::env::var("COROSCOPE_SCHEDULES");
    let schedules = schedules.map(|it| it.parse().expect("a number of schedules"));
    let explorer = match schedules {
        Ok(schedules) => explorer.clone().schedules(schedules),
        Err(_) => explorer.clone(),
    };
    let exploration = explorer.run(program);
    println!("one outcome in {} schedules", exploration.tried());
    assert_eq!(exploration.outcomes().len(), 1, "{exploration}");
    assert!(exploration.failure().is_none(), "{exploration}");
}
