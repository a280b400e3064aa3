//! The loop's lane, blocks of the loop, and printed lines.

use super::picture;
use crate::common::tape::{Tape, task};
use coroscope::time::ms;
use coroscope::timeline::{LayoutOptions, MarkKind, delayed_by};
use coroscope::trace::{Cause, Delay, WaitReason};
use coroscope::trace::{Model, RunView};
use coroscope::{Runtime, gather, sleep, spawn};

/// Two passes of a tenth of the run, each over some tasks.
fn passes() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").spawn(2, 0, "b");
    tape.at(100_000)
        .pass(2, 0)
        .poll(1)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(150_000)
        .poll(2)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(200_000).pass_ended(0, 2);
    tape.at(600_000).pass(1, 1).wake(1, Cause::Timer);
    tape.at(700_000).pass_ended(1, 1).hop();
    tape.at(1_000_000).pass(1, 1);
    tape
}

#[test]
fn passes_are_bars_and_the_queue_and_timers_are_steps() {
    let lane = picture(&passes(), LayoutOptions::default()).loop_lane;
    let bars: Vec<_> = lane
        .passes
        .iter()
        .map(|pass| (pass.x, pass.width))
        .collect();
    // The last one took no time.
    assert_eq!(bars, [(100.0, 100.0), (600.0, 100.0), (1000.0, 0.0)]);
    assert_eq!(lane.ticks, [1000.0]);
    assert_eq!(lane.ready.steps, [(100.0, 2.0), (200.0, 0.0), (600.0, 1.0)]);
    assert_eq!(
        lane.timers.steps,
        [(100.0, 0.0), (200.0, 2.0), (600.0, 1.0)]
    );
    assert_eq!((lane.ready.highest, lane.timers.highest), (2, 2));
}

#[test]
fn short_passes_are_merged_and_the_highest_number_of_a_pixel_is_kept() {
    for busiest in [0, 15, 16, 17, 7_000, 19_999] {
        let mut tape = Tape::new();
        for turn in 0..20_000 {
            let ready = if turn == busiest { 99 } else { 1 };
            tape.at(turn * 50).pass(ready, 100 - ready);
            tape.at(turn * 50 + 40).pass_ended(0, 0);
        }
        let lane = picture(&tape, LayoutOptions::default()).loop_lane;
        assert!(lane.passes.len() <= 2, "{}", lane.passes.len());
        let merged: u32 = lane.passes.iter().map(|pass| pass.merged).sum();
        assert_eq!(merged, 20_000);
        // They fill four fifths of each pixel, and need no ticks.
        assert!(
            lane.passes
                .iter()
                .all(|pass| (pass.share - 0.8).abs() < 0.01)
        );
        assert_eq!(lane.ticks, [0.0; 0]);
        assert_eq!((lane.ready.highest, lane.timers.highest), (99, 99));
        let peaks: Vec<(f64, u32)> = (lane.ready.peaks.iter())
            .map(|peak| (peak.x, peak.level))
            .collect();
        assert_eq!(peaks, [((busiest as f64 / 20.0).floor(), 99)]);
        assert!(lane.ready.steps.len() <= 4_004);
    }
}

#[test]
fn a_short_pass_beside_a_long_one_has_no_tick() {
    for (long, ticks) in [(400, vec![]), (900, vec![0.0])] {
        let mut tape = Tape::new();
        for turn in 0..long / 10 {
            tape.at(turn * 10).pass(1, 0).pass_ended(0, 0);
        }
        tape.at(long).pass(1, 0);
        tape.at(500_000).pass_ended(0, 0);
        tape.at(1_000_000).hop();
        let lane = picture(&tape, LayoutOptions::default()).loop_lane;
        // The long pass begins at 900 µs, so the first pixel has too little of it to be visible.
        assert_eq!(lane.ticks, ticks);
    }
}

/// `slow` blocks the loop for 80 of 100 ms; `b` is ready meanwhile, the timer of `c` comes due, and
/// `d` is woken only later.
fn blocked() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "slow")
        .spawn(2, 0, "b")
        .spawn(3, 0, "c")
        .spawn(4, 0, "d");
    tape.pass(4, 0)
        .poll(3)
        .wait(3, WaitReason::Timer(Delay::UNKNOWN))
        .poll(4)
        .wait(4, WaitReason::Future);
    tape.at(10_000)
        .poll(1)
        .at(90_000)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(2).done(2).pass_ended(0, 2);
    tape.pass(1, 1).wake(3, Cause::Timer).pass_ended(1, 1);
    tape.pass(1, 1)
        .poll(3)
        .wake(4, Cause::Task(task(3)))
        .done(3)
        .pass_ended(1, 1);
    tape.at(100_000).pass(1, 1).poll(4).done(4);
    tape
}

#[test]
fn a_long_poll_is_a_block_that_names_the_delayed_tasks() {
    let tape = blocked();
    let found = picture(&tape, LayoutOptions::default());
    assert_eq!(found.blocks.len(), 1);
    let block = &found.blocks[0];
    assert_eq!(
        (block.name.as_str(), block.x, block.width),
        ("slow", 100.0, 800.0)
    );
    let held = delayed_by(RunView::new(&tape.log, &tape.model()), block.seq);
    assert_eq!((held.ready, held.late), (vec![task(2)], vec![task(3)]));
    let patient = LayoutOptions {
        blocked: ms(81),
        ..LayoutOptions::default()
    };
    assert!(picture(&tape, patient).blocks.is_empty());
}

#[test]
fn long_work_blocks_the_loop_of_a_real_run() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let slow = spawn(async move {
            sleep(ms(10)).await;
            clock.advance(ms(70));
            Ok(())
        });
        let nap = |n| async move {
            sleep(ms(n)).await;
            Ok(())
        };
        let naps = [10, 40, 200].map(|n| spawn(nap(n)));
        gather([slow].into_iter().chain(naps)).await?;
        Ok(())
    })
    .unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        let poll = model.long_polls[0];
        assert_eq!((model.long_polls.len(), poll.to - poll.from), (1, ms(70)));
        let held = delayed_by(RunView::new(log, &model), poll.seq);
        // The nap of 10 ms was over, too, and that of 40 ms came due meanwhile.
        let numbers = |tasks: &[coroscope::trace::TaskId]| -> Vec<u32> {
            tasks.iter().map(|task| task.number()).collect()
        };
        assert_eq!(
            (numbers(&held.ready), numbers(&held.late)),
            (vec![3], vec![4])
        );
    });
}

#[test]
fn printed_lines_are_marked_on_the_lanes_of_their_tasks() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .at(300_000)
        .print(1, "one")
        .at(300_100)
        .print(1, "two");
    tape.at(500_000).note(1, "look").print(0, "from the page");
    tape.at(1_000_000).poll(1);
    let picture = picture(&tape, LayoutOptions::default());
    let lane: Vec<_> = picture.lanes[0]
        .marks
        .iter()
        .map(|mark| (mark.kind, mark.x, mark.text.as_str(), mark.merged))
        .collect();
    assert_eq!(
        lane,
        [
            (MarkKind::Printed, 300.0, "one", 2),
            (MarkKind::Noted, 500.0, "look", 1)
        ]
    );
    assert_eq!(picture.loop_lane.marks[0].text, "from the page");
}
