//! A run with every state, every kind of wait and every end.
use super::{Tape, resource, task};
use coroscope::trace::{Cause, Delay, EventKind, Op, WaitReason};

/// A run with every state, every kind of wait and every end.
pub(crate) fn everything() -> Tape {
    let mut tape = Tape::new();
    let page = tape.io("https://example.org/index.txt");
    let get = WaitReason::Resource(resource(1), Op::Get);
    let put = WaitReason::Resource(resource(1), Op::Put);
    let lock = WaitReason::Resource(resource(2), Op::Acquire);
    tape.at(0).queue(1, "jobs", 4).level(1, 0);
    tape.spawn(1, 0, "main").at(400).poll(1);
    tape.spawn(2, 1, "fetch index.txt");
    tape.spawn(3, 1, "fetch missing.txt");
    tape.spawn(4, 1, "producer").spawn(5, 1, "consumer");
    tape.at(9_000).wait(1, WaitReason::Tasks(4));
    tape.poll(2).at(15_000).wait(2, page);
    tape.poll(3)
        .at(24_000)
        .wait(3, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(4).spawn(6, 4, "<log> & \"count\"");
    tape.at(32_000)
        .level(1, 1)
        .at(33_000)
        .level(1, 3)
        .wait(4, put);
    tape.poll(5)
        .at(41_000)
        .wait(5, get)
        .poll(6)
        .at(45_000)
        .wait(6, lock);
    tape.at(60_000).level(1, 4).wake(5, Cause::Task(task(4)));
    tape.at(80_000).wake(2, Cause::Outside);
    tape.at(84_000)
        .poll(5)
        .level(1, 3)
        .at(96_000)
        .wait(5, WaitReason::Turn);
    tape.poll(2).at(121_000).done(2);
    tape.wake(5, Cause::Callback).wake(4, Cause::Task(task(5)));
    tape.poll(5)
        .level(1, 2)
        .at(123_000)
        .wait(5, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(4).at(129_000).wait(4, WaitReason::Future);
    tape.at(140_000).wake(3, Cause::Timer).at(142_000).poll(3);
    tape.at(150_000).fail(3, "404 Not Found");
    tape.at(160_000).cancel(6, 1, "a sibling failed");
    tape.wake(6, Cause::Task(task(1))).at(162_000).clean_up(6);
    tape.at(165_000)
        .wait(6, WaitReason::Timer(Delay::UNKNOWN))
        .at(185_000)
        .wake(6, Cause::Timer);
    tape.at(186_000).poll(6).at(189_000).cancelled(6);
    tape.at(200_000).wake(4, Cause::Outside).at(201_000).poll(4);
    tape.at(204_000).level(1, 0).done(4);
    tape.at(230_000)
        .wake(5, Cause::Timer)
        .poll(5)
        .at(233_000)
        .done(5);
    tape.push(EventKind::Hopped).wake(1, Cause::Task(task(5)));
    tape.at(236_000).poll(1).at(237_000).done(1);
    tape
}
