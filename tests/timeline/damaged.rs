//! Any log can be drawn, and the picture stays within its bounds.

use crate::common::tape::{Tape, at, resource, task, timer};
use coroscope::time::ms;
use coroscope::timeline::{
    Filter, Flows, LayoutOptions, MAX_FLOWS, Overview, Rows, StateAt, TimeScale, Viewport, ascii,
    delayed_by, describe, details, layout_with, legend, lines_at, resource_at, sentence_for_block,
    sentence_for_callback, sentence_for_flow, sentence_for_mark, sentence_for_pass, signs,
    state_at, svg, why_cancelled, why_ready,
};
use coroscope::trace::{Cause, EventKind, Moment, Op, OutcomeKind, RunView, TaskState, WaitReason};
use proptest::prelude::*;

const WIDTH: f64 = 200.0;

/// Implausible events: of tasks that were never spawned, at times that run backwards.
fn tape(events: &[(u8, u8, u8, u32)]) -> Tape {
    let mut tape = Tape::new();
    for &(what, a, b, micros) in events {
        let (one, other) = (usize::from(a % 12) + 1, usize::from(b % 12) + 1);
        tape.at(u64::from(micros));
        match what % 24 {
            0 if b > 200 => tape.lock(other, "a lock"),
            0 => tape.spawn(one, usize::from(b % 13), "a name"),
            1 | 2 => tape.poll(one),
            3 => tape.wait(one, WaitReason::Task(task(other))),
            4 => tape.wait(one, WaitReason::Resource(resource(other), Op::Get)),
            5 => tape.wake(one, Cause::Task(task(other))),
            6 => tape.wake(one, Cause::Timer),
            7 => tape.done(one),
            8 => tape.fail(one, "why"),
            9 => tape.cancel(one, usize::from(b % 13), "why"),
            10 => tape.clean_up(one),
            11 => tape.cancelled(one),
            12 => tape.pass(u32::from(a), u32::from(b)),
            13 => tape.pass_ended(u32::from(a), u32::from(b)),
            14 => tape.print(usize::from(a % 13), "said"),
            15 => tape.level(other, u32::from(a)),
            16 => tape.push(EventKind::LockHolderChanged {
                resource: resource(other),
                by: (a % 3 > 0).then(|| task(one)),
                waiters: u32::from(b),
            }),
            17 => tape.uncancel(one),
            18 => tape.deadlock(),
            19 => tape.callback("flush", u64::from(micros) * u64::from(b)),
            20 => tape.thread(one, usize::from(b % 13), "slow"),
            21 => tape.thread_ended(one),
            22 => tape.wait(one, timer(u64::from(b) * 1_000_000)),
            _ => tape.push(EventKind::Awaits {
                task: task(one),
                on: task(other),
            }),
        };
    }
    tape
}

proptest! {
    #[test]
    fn any_log_can_be_drawn(
        events in prop::collection::vec(any::<(u8, u8, u8, u32)>(), 0..400),
        (from, to) in any::<(u32, u32)>(),
        (first_lane, lanes) in (0_usize..15, 0_usize..15),
        (folded, selected) in (1_usize..14, 1_usize..14),
        until in any::<Option<u32>>(),
    ) {
        let tape = tape(&events);
        let (model, log) = (tape.model(), &tape.log);
        let run = RunView::new(log, &model);
        let mut rows = Rows::of(&model);
        rows.fold(task(folded), true);
        rows.update(&model);
        let viewport = Viewport {
            scale: TimeScale::new(at(u64::from(from)), at(u64::from(to)), WIDTH),
            first_lane,
            lanes,
            until: until.map(|micros| at(u64::from(micros))),
        };
        for flows in [Flows::All, Flows::Of(task(selected))] {
            let show = LayoutOptions { flows, blocked: ms(10) };
            let picture = layout_with(run, &rows, &viewport, show);
            let pixels = WIDTH as usize + 3;
            prop_assert!(picture.flows.len() <= MAX_FLOWS);
            prop_assert!(picture.blocks.len() <= pixels);
            prop_assert!(picture.loop_lane.passes.len() <= pixels);
            prop_assert!(picture.loop_lane.ready.steps.len() <= 4 * pixels);
            for track in &picture.counter_tracks {
                prop_assert!(track.lock_holds.len() <= 2 * pixels && track.steps.len() <= 2 * pixels);
            }
            for lane in &picture.lanes {
                prop_assert!(lane.summary.len() <= pixels && lane.marks.len() <= 4 * pixels);
                prop_assert!(lane.bars.len() <= 4 * pixels && lane.overdue.len() <= pixels);
                for late in &lane.overdue {
                    prop_assert!(signs::overdue(late, 12.0).len() < 40 * pixels);
                }
                for mark in &lane.marks {
                    sentence_for_mark(mark);
                }
            }
            for block in &picture.blocks {
                sentence_for_block(run, block);
            }
            for flow in &picture.flows {
                sentence_for_flow(run, flow);
            }
            prop_assert!(picture.loop_lane.callbacks.len() <= pixels);
            for bar in &picture.loop_lane.callbacks {
                sentence_for_callback(run, bar);
            }
            legend::of(&picture).for_each(drop);
            for pass in &picture.loop_lane.passes {
                sentence_for_pass(&model, pass);
            }
        }
        for (seq, _) in log.iter_from(0) {
            let moment = Moment::after(log, seq).unwrap();
            for task in model.tasks() {
                state_at(&model, task.id, moment);
            }
            lines_at(run, |_| true, moment);
            for resource in model.resources() {
                resource_at(run, resource.id, moment);
            }
            delayed_by(run, seq);
        }
        for task in model.tasks() {
            why_cancelled(run, task.id);
            for span in 0..=task.spans.len() {
                why_ready(run, task.id, span);
                describe(run, task.id, span);
                details(run, task.id, span);
            }
        }
        let options = svg::Options {
            flows: Flows::All,
            ..svg::Options::default()
        };
        svg::draw_view(run, &rows, &viewport, &options);
        let picture = layout_with(run, &rows, &viewport, LayoutOptions::default());
        ascii::draw_picture(&picture, &viewport);
        let mut overview = Overview::default();
        overview.update(run);
        let columns = overview.columns(WIDTH as usize, at(u64::from(from)), at(u64::from(to)));
        prop_assert!(columns.iter().all(|column| column.all().is_finite() && column.ready >= 0.0));
        let filter = Filter {
            name: "name".into(),
            states: vec![
                StateAt::Alive(TaskState::Ready),
                StateAt::Ended(OutcomeKind::Done),
            ],
            moment: Moment::at(log, at(u64::from(from))),
            since: Some(at(u64::from(from))),
        };
        rows.search(run, &filter);
        prop_assert!(rows.matches() <= rows.len() && rows.len() <= model.tasks().len());
    }
}
