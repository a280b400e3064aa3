//! At most so many: a semaphore never lets more through than it has permits, and in order.

use super::common::{check_picture, model, printed, run, run_in};
use coroscope::lessons::doubles;
use coroscope::lessons::samples::SampleNet;
use coroscope::time::ms;
use coroscope::trace::Outcome;
use coroscope::world::{Answer, Net, Request, Response};
use std::cell::Cell;
use std::rc::Rc;

/// A network that knows how many requests are on their way.
#[derive(Clone, Default)]
struct Counted {
    now: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
}

impl Net for Counted {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let (counted, answer) = (self.clone(), SampleNet::default().fetch(request));
        counted.now.set(counted.now.get() + 1);
        counted.most.set(counted.most.get().max(counted.now.get()));
        Box::pin(async move {
            let answer = answer.await;
            counted.now.set(counted.now.get() - 1);
            answer
        })
    }
}

#[test]
fn never_are_more_under_way_than_the_semaphore_lets_through() {
    for limit in [1, 3, 12, 1000] {
        let net = Counted::default();
        let mut world = doubles::world();
        world.net = Rc::new(net.clone());
        let limit_text = limit.to_string();
        let settings = [
            ("limit", limit_text.as_str()),
            ("documents", "100"),
            ("latency", "0"),
        ];
        let rt = run_in(world, "downloads", &settings);
        assert_eq!(net.most.get(), limit.min(100));
        let most = format!("at most {} at once", limit.min(100));
        assert_eq!(printed(&rt)[0], most);
    }
}

#[test]
fn three_at_once_take_between_a_third_and_all_of_the_time() {
    let rt = run("downloads", &[]);
    check_picture("downloads", &rt);
    // Latencies of 100, 150, 200, 250, 100, 150 and 200 ms, and 20 ms for each answer.
    let alone = ms(1150 + 7 * 20);
    let took = rt.time().elapsed();
    assert!(alone / 3 < took && took < alone / 2);
    assert_eq!(
        printed(&rt),
        [
            "at most 3 at once",
            "7 in 510 ms",
            "one at a time: 1.29 s, 2.5 × as long"
        ]
    );
}

#[test]
fn who_waits_in_line_goes_on_in_the_order_of_asking() {
    let rt = run("downloads", &[("limit", "1"), ("latency", "0")]);
    let model = model(&rt);
    let ends: Vec<_> = model.tasks()[1..]
        .iter()
        .map(|t| t.end.unwrap().0)
        .collect();
    assert!(ends.is_sorted());
    assert_eq!(rt.time().elapsed(), ms(7 * 20));
}

#[test]
fn no_documents_and_many_work() {
    for (documents, lines) in [("0", "0 in 0 ms"), ("1", "1 in 120 ms")] {
        let rt = run("downloads", &[("documents", documents)]);
        assert_eq!(printed(&rt)[1], lines);
    }
    let rt = run("downloads", &[("documents", "1000"), ("limit", "1000")]);
    assert_eq!(rt.time().elapsed(), ms(270));
}

#[test]
fn a_missing_document_ends_the_run_and_no_task_is_left() {
    let settings = [("urls", "docs/lock.txt\nnowhere"), ("limit", "1")];
    let model = model(&run("downloads", &settings));
    assert!(matches!(
        model.tasks()[0].end,
        Some((_, Outcome::Failed(_)))
    ));
    assert!(model.all_done());
}
