//! Holders and waiting tasks of resources, at a moment and over time.

use super::picture;
use crate::common::tape::{Tape, at, resource, task};
use coroscope::timeline::{LayoutOptions, resource_at};
use coroscope::trace::{Delay, Moment, Op, ResourceKind, WaitReason};
use coroscope::{
    Queue, Runtime, gather, sleep, spawn,
    time::ms,
    trace::{Model, RunView},
};

#[track_caller]
fn says(tape: &Tape, micros: u64, expected: &str) {
    let moment = Moment::at(&tape.log, at(micros)).unwrap();
    let found = resource_at(RunView::new(&tape.log, &tape.model()), resource(1), moment).unwrap();
    assert_eq!(found.sentence, expected);
}

#[test]
fn a_lock_names_its_holder_and_its_waiters_in_fifo_order() {
    let acquire = WaitReason::Resource(resource(1), Op::Acquire);
    let mut tape = Tape::new();
    tape.lock(1, "till");
    tape.spawn(1, 0, "one")
        .spawn(2, 0, "two")
        .spawn(3, 0, "three");
    tape.at(100)
        .poll(1)
        .hold(1, 1)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(200).poll(3).wait(3, acquire);
    tape.at(300).poll(2).wait(2, acquire);
    tape.at(400).hold(1, 0).at(1_000).hop();
    says(&tape, 50, "lock till is free; no task waits");
    says(&tape, 150, "lock till is held by one; no task waits");
    says(
        &tape,
        250,
        "lock till is held by one; three waits to acquire it",
    );
    says(
        &tape,
        350,
        "lock till is held by one; three and two wait to acquire it",
    );
    says(
        &tape,
        450,
        "lock till is free; three and two wait to acquire it",
    );
    let holders = &picture(&tape, LayoutOptions::default()).counter_tracks[0].lock_holds;
    let holders: Vec<_> = holders
        .iter()
        .map(|held| (held.name.as_str(), held.x, held.width))
        .collect();
    assert_eq!(holders, [("one", 100.0, 300.0)]);
}

#[test]
fn a_queue_has_waiters_on_either_side() {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 2)
        .spawn(1, 0, "a")
        .spawn(2, 0, "b")
        .spawn(3, 0, "c");
    tape.level(1, 0)
        .at(100)
        .poll(1)
        .wait(1, WaitReason::Resource(resource(1), Op::Get));
    tape.at(200)
        .level(1, 2)
        .poll(2)
        .wait(2, WaitReason::Resource(resource(1), Op::Put));
    tape.at(300)
        .level(1, 1)
        .poll(3)
        .wait(3, WaitReason::Resource(resource(1), Op::Join));
    says(&tape, 150, "queue jobs is empty; a waits to get an item");
    says(
        &tape,
        250,
        "queue jobs is full with 2; a waits to get an item; b waits to put an item",
    );
    says(
        &tape,
        350,
        "queue jobs holds 1 of 2; a waits to get an item; b waits to put an item; \
         c waits for all items to be done",
    );
}

#[test]
fn a_task_that_waits_for_several_things_waits_at_each_of_them() {
    let mut tape = Tape::new();
    tape.lock(1, "first")
        .lock(2, "second")
        .spawn(1, 0, "a")
        .poll(1);
    tape.waits_also(1, WaitReason::Resource(resource(1), Op::Acquire));
    tape.wait(1, WaitReason::Resource(resource(2), Op::Acquire));
    let (model, last) = (tape.model(), Moment::last(&tape.log).unwrap());
    for number in [1, 2] {
        let found = resource_at(RunView::new(&tape.log, &model), resource(number), last).unwrap();
        assert_eq!(found.takers, [task(1)], "at resource {number}");
    }
    tape.poll(1).done(1);
    let (model, last) = (tape.model(), Moment::last(&tape.log).unwrap());
    let found = resource_at(RunView::new(&tape.log, &model), resource(1), last).unwrap();
    assert!(found.takers.is_empty());
}

#[test]
fn other_resources_have_their_own_texts() {
    let say = |kind, capacity, level| {
        let mut tape = Tape::new();
        tape.make(1, kind, "it", capacity).level(1, level);
        let last = Moment::last(&tape.log).unwrap();
        let found = resource_at(RunView::new(&tape.log, &tape.model()), resource(1), last);
        found.unwrap().sentence
    };
    use ResourceKind::{Barrier, Event, Semaphore};
    assert_eq!(
        say(Semaphore, 3, 2),
        "semaphore it has 2 permits left; no task waits"
    );
    assert_eq!(
        say(Semaphore, 3, 0),
        "semaphore it has no permit left; no task waits"
    );
    assert_eq!(say(Barrier, 3, 2), "barrier it has 2 of 3; no task waits");
    assert_eq!(say(Event, 0, 1), "event it is set; no task waits");
}

#[test]
fn a_lock_with_many_holders_is_drawn_with_a_bounded_number_of_bars() {
    let mut tape = Tape::new();
    tape.lock(1, "till").spawn(1, 0, "a").spawn(2, 0, "b");
    for turn in 0..100_000_u64 {
        tape.at(turn * 10).hold(1, [1, 0, 2, 0][turn as usize % 4]);
    }
    let holders = &picture(&tape, LayoutOptions::default()).counter_tracks[0].lock_holds;
    assert!((500..=2_004).contains(&holders.len()), "{}", holders.len());
}

#[test]
fn the_waiters_of_a_real_queue_are_those_that_the_log_counts() {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        let queue: Queue<u32> = Queue::new(1).named("jobs");
        let putters = [1, 2, 3].map(|n| {
            let queue = queue.clone();
            spawn(async move {
                queue.put(n).await?;
                Ok(())
            })
        });
        let getter = spawn(async move {
            for _ in 0..3 {
                sleep(ms(10)).await;
                queue.get().await?;
            }
            Ok(())
        });
        gather(putters.into_iter().chain([getter])).await?;
        Ok(())
    })
    .unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        let queue = &model.resources()[0];
        let moment = Moment::at(log, at(5_000)).unwrap();
        let found = resource_at(RunView::new(log, &model), queue.id, moment).unwrap();
        let level = queue.level_at(at(5_000)).unwrap();
        assert_eq!(found.putters.len(), usize::from(level.putters));
        assert_eq!((found.putters.len(), found.level), (2, 1));
    });
}
