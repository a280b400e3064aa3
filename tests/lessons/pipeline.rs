//! The pipeline: its stages work at the same time, and what they store is there afterwards.

use crate::lessons::common::{check_picture, model, printed, run, run_in, run_that_prints};
use coroscope::lessons::exhibit::Points;
use coroscope::lessons::{self, Exhibit, doubles};
use coroscope::time::ms;
use coroscope::trace::{Outcome, RunView};
use coroscope::world::{Answer, Database};
use coroscope::{Error, Runtime};
use std::rc::Rc;

fn failure(rt: &Runtime) -> String {
    let end = model(rt).tasks()[0].end.unwrap().1;
    let Outcome::Failed(why) = end else {
        panic!("{end:?}");
    };
    rt.with_log(|log| log.text(why).to_owned())
}

#[test]
fn each_stage_works_while_the_others_go_on() {
    let rt = run("pipeline", &[]);
    check_picture("pipeline", &rt);
    let lines = printed(&rt);
    let fetched = lines.iter().position(|l| l.starts_with("all fetched"));
    let (before, after) = lines.split_at(fetched.unwrap());
    // All but what was on its way when the last came were stored by then.
    assert_eq!(before.len(), 8);
    let progress: Vec<&str> = before
        .iter()
        .chain(&after[1..2])
        .map(|line| line.split(':').next().unwrap())
        .collect();
    let counted: Vec<String> = (1..=9).map(|n| format!("{n} of 9")).collect();
    assert_eq!(progress, counted);
    // One after the other: 1,600 ms of latency, 9 answers of 20 ms, 9 times 10 ms to store.
    assert!(rt.time().elapsed() < ms(1600 + 180 + 90) / 2);
}

#[test]
fn all_that_was_stored_is_read_back() {
    let rt = run("pipeline", &[("documents", "12"), ("latency", "0")]);
    let words: usize = (0..12)
        .map(|n| {
            let name = coroscope::lessons::samples::NAMES[n];
            let path = format!("{}/www/docs/{name}.txt", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            text.split_whitespace().count()
        })
        .sum();
    let back = format!("documents read back: 12, words in all: {words}");
    assert_eq!(printed(&rt).last(), Some(&back));
}

#[test]
fn a_full_queue_holds_back_those_before_it() {
    let settings = [("capacity", "1"), ("fetchers", "20"), ("latency", "0")];
    let rt = run(
        "pipeline",
        &[&settings[..], &[("documents", "20")]].concat(),
    );
    let model = model(&rt);
    for queue in model.resources() {
        assert_eq!(queue.highest(), 1);
    }
    assert!(model.all_done());
}

#[test]
fn no_documents_one_and_many_work() {
    for (documents, kept) in [("0", "0"), ("1", "1"), ("200", "12")] {
        for capacity in ["0", "1", "1000"] {
            let settings = [
                ("documents", documents),
                ("capacity", capacity),
                ("fetchers", "100"),
            ];
            let rt = run("pipeline", &settings);
            let last = printed(&rt).pop().unwrap();
            assert!(
                last.starts_with(&format!("documents read back: {kept},")),
                "{last}"
            );
        }
    }
}

#[test]
fn a_document_that_is_not_there_stops_all_stages() {
    let rt = run(
        "pipeline",
        &[("urls", "docs/lock.txt\nnowhere\ndocs/queue.txt")],
    );
    assert!(failure(&rt).contains("nowhere could not be fetched"));
    assert!(model(&rt).all_done());
}

/// A database that is full from the start.
struct Full;

fn full<T: 'static>() -> Answer<T> {
    Box::pin(async { Err(Error::msg("there is no room")) })
}

impl Database for Full {
    fn put(&self, _: &str, _: &str, _: &str) -> Answer<()> {
        full()
    }

    fn get(&self, _: &str, _: &str) -> Answer<Option<String>> {
        full()
    }

    fn list(&self, _: &str) -> Answer<Vec<(String, String)>> {
        full()
    }

    fn clear(&self, _: &str) -> Answer<()> {
        Box::pin(async { Ok(()) })
    }
}

#[test]
fn a_full_database_stops_all_stages_and_no_task_waits_for_ever() {
    let mut world = doubles::world();
    world.database = Rc::new(Full);
    let rt = run_in(world, "pipeline", &[("documents", "100")]);
    assert!(failure(&rt).contains("there is no room"));
    let model = model(&rt);
    assert!(model.all_done());
    assert!(model.tasks().iter().all(|task| task.end.is_some()));
}

#[test]
fn the_bar_grows_with_what_is_stored() {
    let rt = run("pipeline", &[("documents", "3")]);
    let Some(Exhibit::Progress(progress)) = lessons::find("pipeline").unwrap().exhibit else {
        panic!("the lesson has a bar");
    };
    let seen = |rt: &Runtime| {
        let model = model(rt);
        let until = |seq| rt.with_log(|log| Points::of("pipeline", RunView::new(log, &model), seq));
        let seen = (0..model.next_seq()).filter_map(|seq| progress(&until(seq)));
        let mut seen: Vec<_> = seen.map(|progress| (progress.done, progress.all)).collect();
        seen.dedup();
        seen
    };
    assert_eq!(seen(&rt), [(1, 3), (2, 3), (3, 3)]);
    assert_eq!(seen(&run_that_prints(printed(&rt))), seen(&rt));
}
