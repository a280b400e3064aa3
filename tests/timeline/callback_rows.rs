//! Named callbacks of the loop have rows: when they were scheduled, are due, and run.

use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::timeline::{ascii, describe, lane_label};
use coroscope::trace::{Model, RunView};
use coroscope::{Runtime, print, sleep};

fn run(cancels: bool) -> Runtime {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    let main = rt.start(async move {
        let handle = Handle::current();
        let late = handle.call_later(ms(200), || print("late")).named("late");
        handle.call_later(ms(100), || ()).named("early");
        handle
            .call_soon(move || clock.advance(ms(40)))
            .named("soon");
        handle.call_soon(|| ());
        sleep(ms(50)).await;
        if cancels {
            late.cancel();
        }
        sleep(ms(350)).await;
        Ok(())
    });
    drop(main.named("main"));
    let clock = rt.clock().unwrap().clone();
    while clock.step() {}
    rt
}

#[test]
fn a_row_shows_when_a_callback_is_due_and_runs() {
    run(false).with_log(|log| {
        let text = ascii::draw(RunView::new(log, &Model::of(log)), 40);
        let rows: Vec<&str> = text.lines().take(4).collect();
        assert_eq!(
            rows,
            [
                "main    │╷────╷──────────────────────────────────✔",
                "  late  │────────────────────◆",
                "  early │──────────◆",
                "  soon  │◆▓▓▓",
            ]
        );
    });
}

#[test]
fn what_a_callback_prints_is_in_its_row() {
    run(false).with_log(|log| {
        let model = Model::of(log);
        assert_eq!(model.printed[0].task, Some(model.tasks()[1].id));
        assert!(model.tasks()[1].is_callback && !model.tasks()[1].is_task());
    });
}

#[test]
fn a_callback_that_is_cancelled_never_runs() {
    run(true).with_log(|log| {
        let text = ascii::draw(RunView::new(log, &Model::of(log)), 40);
        assert_eq!(text.lines().nth(1), Some("  late  │─────⊘"));
    });
}

#[test]
fn sentences_say_who_scheduled_it_and_for_when() {
    run(false).with_log(|log| {
        let model = Model::of(log);
        let (run, late) = (RunView::new(log, &model), model.tasks()[1].id);
        assert_eq!(
            lane_label(run, late),
            "late, a callback scheduled by main, done"
        );
        let words = describe(run, late, 1);
        assert_eq!(words.title, "late: waiting");
        assert_eq!(words.sentence, "waiting 200 ms for the timer");
        assert!(words.facts.contains(&("scheduled by", "main".into())));
    });
}
