//! Queue: who waits for whom, and what each consumer needs to end.

use crate::common::{check_picture, model, printed, run};
use coroscope::trace::Wait;
use coroscope::trace::model::State;
use coroscope::trace::track::Outcome;

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
            .filter(|span| span.state == State::Waiting)
            .any(|span| matches!(span.waited.map(|w| w.on), Some(Wait::Resource(..)))),
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
fn a_failing_document_ends_the_run_and_nobody_is_left() {
    let rt = run("queue", &[("urls", "docs/lock.txt\nnowhere")]);
    let model = model(&rt);
    assert!(model.is_over());
    assert!(matches!(
        model.tasks()[0].end,
        Some((_, Outcome::Failed(_)))
    ));
}
