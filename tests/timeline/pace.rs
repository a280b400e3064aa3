//! How fast a run on the virtual clock is played.

use coroscope::element_api::attributes::SPEED;
use coroscope::player::{SPEEDS, TRUE_SPEED, speed_name};
use coroscope::time::{Duration, Instant, ms};
use coroscope::timeline::Pace;

const FRAME: Duration = ms(20);

/// Plays for this long at a speed; returns how far the run has got.
fn play(pace: &mut Pace, time: Duration, speed: (u32, u32)) -> Instant {
    for _ in 0..time.as_millis() / FRAME.as_millis() {
        let until = pace.until(FRAME, speed);
        pace.reached(until);
    }
    pace.at()
}

#[test]
fn a_second_of_the_run_takes_a_second() {
    let mut pace = Pace::default();
    let reached = play(&mut pace, ms(8_000), SPEEDS[TRUE_SPEED]);
    assert_eq!(reached, Instant::ZERO + ms(8_000));
    assert_eq!(pace.hurry(), 1);
}

#[test]
fn a_long_run_becomes_faster_every_second() {
    let mut pace = Pace::default();
    let reached = play(&mut pace, ms(10_000), (1, 1));
    assert_eq!(reached, Instant::ZERO + ms(8_000 + 2_000 + 4_000));
    assert_eq!(pace.hurry(), 4);
    let hour = Instant::ZERO + ms(3_600_000);
    assert!(play(&mut pace, ms(10_000), (1, 1)) > hour);
}

#[test]
fn slow_motion_stays_slow() {
    let mut pace = Pace::default();
    let reached = play(&mut pace, ms(100_000), (1, 100));
    assert_eq!(reached, Instant::ZERO + ms(1_000));
    assert_eq!(pace.hurry(), 1);
}

#[test]
fn time_in_which_the_run_could_not_continue_is_not_made_up_for() {
    let mut pace = Pace::default();
    // It waits for a document.
    pace.until(ms(500), (1, 1));
    pace.reached(Instant::ZERO);
    assert_eq!(play(&mut pace, FRAME, (1, 1)), Instant::ZERO + FRAME);
}

#[test]
fn the_attribute_has_all_speeds() {
    let (_, words) = SPEED.choice();
    assert_eq!(words[0], speed_name(SPEEDS[TRUE_SPEED]));
    let mut all: Vec<String> = SPEEDS.map(speed_name).into();
    all.push("max".into());
    all.sort_unstable();
    let mut words: Vec<&str> = words.to_vec();
    words.sort_unstable();
    assert_eq!(words, all);
}
