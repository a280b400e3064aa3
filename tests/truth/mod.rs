//! The picture is true: in each pixel, each state takes as much space as the log says.
mod checker;
mod random;

use checker::{Report, check, check_views};
use coroscope::export::{Meta, read_recording, write_recording};
use coroscope::lessons::{self, SettingKind, Values, doubles};
use coroscope::time::Instant;
use coroscope::timeline::{TimeScale, Viewport};
use coroscope::trace::Log;
use coroscope::{Runtime, gather, sleep, spawn, time::ms};
use proptest::prelude::*;
use random::View;
use std::sync::Mutex;

fn viewport(log: &Log, view: View) -> Viewport {
    let end = log.last().map_or(0, |event| event.at.as_micros());
    let at = |part: f64| Instant::from_micros((end as f64 * part) as u64);
    Viewport {
        scale: TimeScale::new(at(view.from), at(view.from + view.part), view.width),
        first_lane: 0,
        lanes: 9,
        until: view.until.map(at),
    }
}

#[test]
fn each_pixel_of_a_random_log_shows_what_filled_it() {
    let total = Mutex::new(Report::default());
    let config = random::config(300);
    let cases = config.cases;
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let views = prop::collection::vec(random::view(), 1..4);
    runner
        .run(&(random::log(), views), |(log, views)| {
            for view in views {
                let report = check(&log, &viewport(&log, view)).map_err(TestCaseError::fail)?;
                let mut total = total.lock().unwrap();
                *total = total.and(report);
            }
            Ok(())
        })
        .unwrap();
    let total = total.into_inner().unwrap();
    println!("{cases} random logs: {total:?}");
    assert!(total.shared > 10_000 && total.ticks > 1_000, "{total:?}");
}

/// A lesson on the virtual clock, with one of its settings changed.
fn lesson(lesson: &'static lessons::Lesson, setting: Option<(&str, &str)>) -> Runtime {
    let rt = Runtime::virtual_clock();
    let mut values = Values::defaults(lesson.settings);
    if let Some((id, value)) = setting {
        values.set(lesson.settings, id, value).unwrap();
    }
    let main = (lesson.program.start)(&values, doubles::world());
    drop(rt.start(main).named("main"));
    let clock = rt.clock().unwrap().clone();
    while clock.step() {}
    rt
}

/// The variants of a lesson: as it is, and with each choice that its settings have.
fn variants(lesson: &'static lessons::Lesson) -> Vec<Option<(&'static str, &'static str)>> {
    let choices = lesson
        .settings
        .iter()
        .flat_map(|setting| match setting.kind {
            SettingKind::Choice { options, .. } => options
                .iter()
                .map(|(value, _)| Some((setting.id, *value)))
                .collect(),
            _ => Vec::new(),
        });
    core::iter::once(None).chain(choices).collect()
}

#[test]
fn each_pixel_of_every_lesson_shows_what_filled_it() {
    let (mut total, mut runs) = (Report::default(), 0);
    for known in lessons::ALL {
        for setting in variants(known) {
            let rt = lesson(known, setting);
            let report = rt.with_log(|log| check_views(log, 4));
            let report = report.unwrap_or_else(|error| panic!("{} {setting:?}: {error}", known.id));
            (total, runs) = (total.and(report), runs + 1);
        }
    }
    println!("{runs} runs of lessons: {total:?}");
}

#[test]
fn each_pixel_of_a_recording_shows_what_filled_it() {
    let mut total = Report::default();
    for known in lessons::ALL {
        let file = lesson(known, None).with_log(|log| write_recording(log, &Meta::default()));
        let recording = read_recording(file.as_bytes()).unwrap();
        let report = check_views(&recording.log, 2);
        total = total.and(report.unwrap_or_else(|error| panic!("{}: {error}", known.id)));
    }
    println!("recordings: {total:?}");
}

/// A task sleeps 5 ms two hundred times, while another sleeps for three seconds.
fn sleeper() -> Runtime {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        let beat = spawn(async {
            for _ in 0..200 {
                sleep(ms(5)).await;
            }
            Ok(())
        });
        let patient = spawn(async {
            sleep(ms(3_000)).await;
            Ok(())
        });
        gather([beat, patient]).await?;
        Ok(())
    })
    .unwrap();
    rt
}

#[test]
fn a_task_that_sleeps_often_does_not_look_like_a_blocking_one() {
    use coroscope::timeline::{Rows, ascii, layout, shapes};
    use coroscope::trace::{Model, RunView, TaskState};
    let rt = sleeper();
    rt.with_log(|log| {
        let model = Model::of(log);
        let run = RunView::new(log, &model);
        let rows = Rows::of(&model);
        let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 900.0));
        let beat = &picture.lanes[1];
        assert!(beat.bars.iter().all(|bar| bar.state != TaskState::Running));
        assert!(beat.shares.iter().all(|shares| shares.running == 0.0));
        assert!(
            beat.ticks.len() > 50 && beat.ticks.len() <= 101,
            "{:?}",
            beat.ticks
        );
        assert_eq!(shapes::lane(beat, 12.0).running, "");
        let text = ascii::draw(run, 60);
        assert!(!text.contains('▓'), "{text}");
    });
}
