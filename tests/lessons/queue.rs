//! Queue: who waits for whom, and what each consumer needs to end.

use crate::lessons::common::{check_picture, check_steps, model, outcomes, printed, run, task};
use coroscope::lint;
use coroscope::trace::{Model, Outcome, RunView, WaitReason};

#[test]
fn a_full_queue_holds_the_producers_back() {
    let rt = run("queue", &[]);
    check_picture("queue", &rt);
    let model = model(&rt);
    let queue = &model.resources()[0];
    assert_eq!(queue.highest(), queue.capacity);
    let putters = model.tasks()[1..=2].iter().flat_map(|task| &task.spans);
    assert!(
        putters
            .filter(|span| span.state.is_waiting())
            .any(|span| matches!(span.waited.map(|w| w.on), Some(WaitReason::Resource(..)))),
        "no producer ever waited for room"
    );
}

#[test]
fn every_document_is_counted_once_whoever_consumes_it() {
    let one = printed(&run("queue", &[("consumers", "1"), ("producers", "1")]));
    let many = printed(&run(
        "queue",
        &[("consumers", "7"), ("producers", "3"), ("capacity", "0")],
    ));
    assert_eq!(one.last(), many.last());
    assert!(one.last().unwrap().ends_with("words in all"));
}

#[test]
fn no_producers_and_no_documents_work() {
    let none = ["0 words in all".to_owned()];
    assert_eq!(
        printed(&run("queue", &[("producers", "0")])).last(),
        none.last()
    );
    assert_eq!(
        printed(&run("queue", &[("documents", "0")])).last(),
        none.last()
    );
}

#[test]
fn a_failing_document_ends_the_run_and_no_task_is_left() {
    let rt = run("queue", &[("urls", "docs/lock.txt\nnowhere")]);
    let model = model(&rt);
    assert!(model.all_done());
    assert!(matches!(
        model.tasks()[0].end,
        Some((_, Outcome::Failed(_)))
    ));
}

#[test]
fn it_says_who_waited_for_whom() {
    let waited = |capacity| {
        let lines = printed(&run("queue", &[("capacity", capacity)]));
        let of = |who: &str| {
            let line = lines.iter().find_map(|l| l.strip_prefix(who));
            line.unwrap().to_owned()
        };
        (
            of("producers waited for room: "),
            of("consumers waited for documents: "),
        )
    };
    // The consumers are the slower ones, so they wait for the first documents only, and the
    // producers for room where there is little.
    assert_eq!(waited("1"), ("690 ms".into(), "190 ms".into()));
    assert_eq!(waited("0"), ("0 ms".into(), "190 ms".into()));
}

#[test]
fn with_one_none_for_two_consumers_one_waits_for_ever_and_that_is_found() {
    let rt = run("queue", &[("ends", "one")]);
    check_picture("queue_one_none", &rt);
    assert_eq!(outcomes(&rt)[3], Some(Outcome::Done));
    assert_eq!(outcomes(&rt)[4], None);
    assert!(printed(&rt).is_empty());
    let found = rt.with_log(|log| {
        lint::findings(
            RunView::new(log, &Model::of(log)),
            &lint::Options::default(),
        )
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kind, lint::FindingKind::DEADLOCK);
    assert_eq!(found[0].tasks[0], task(&rt, "consumer 2").id);
    assert_eq!(found[0].title, "Deadlock: a sentinel is missing");
    assert_eq!(
        found[0].sentence,
        "consumer 2 waits for an item of “documents”, but it is empty, and main, which put items in, \
         waits, too."
    );

    rt.stop("the reader has seen enough");
    while rt.clock().unwrap().step() {}
    assert!(model(&rt).all_done());
}

#[test]
fn nones_right_after_the_last_document_are_enough_if_it_is_put_last() {
    let (each, last) = (
        printed(&run("queue", &[])),
        printed(&run("queue", &[("ends", "last")])),
    );
    assert_eq!(each.last(), last.last());
    // With three producers, another one still has a document then.
    let settings = [("ends", "last"), ("producers", "3"), ("capacity", "0")];
    let lost = printed(&run("queue", &settings));
    assert_ne!(each.last(), lost.last());
}

#[test]
fn one_none_is_enough_for_one_consumer() {
    let one = printed(&run("queue", &[("ends", "one"), ("consumers", "1")]));
    let each = printed(&run("queue", &[("ends", "each"), ("consumers", "1")]));
    assert_eq!(one, each);
}

#[test]
fn it_is_narrated_in_plain_sentences() {
    check_steps(
        "queue_narrated",
        &run(
            "queue",
            &[("documents", "2"), ("consumers", "1"), ("producers", "1")],
        ),
    );
}
