//! What `timeline.html` calls: a recording made of the page's data, and the element's timeline of it.

use core::cmp::Reverse;
use core::panic::Location;
use coroscope::time::Instant;
use coroscope::trace::{Delay, Event, EventKind, Log, TaskId, WaitReason};
use coroscope::web::bench::{CSS, Stage};
use std::collections::{BinaryHeap, HashSet};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

/// The style sheet for the shadow root that the timeline is put into.
#[wasm_bindgen]
pub fn timeline_css() -> String {
    CSS.to_owned()
}

/// A recording, and the timeline that shows it.
#[wasm_bindgen]
pub struct Timeline(Stage);

#[wasm_bindgen]
impl Timeline {
    /// A log in which each lane is a task and each span a poll, between which the task waits for a
    /// timer; what for, it says once. The spans come in the order of their beginnings: whose, from when, for how long.
    #[wasm_bindgen(constructor)]
    pub fn record(lanes: u32, lane: &[u32], start: &[f64], duration: &[f64]) -> Timeline {
        let mut log = Log::new((2 * lane.len() + 2 * lanes as usize) * size_of::<Event>() * 2);
        let place = log.intern_location(Location::caller());
        for task in (0..lanes).map(|lane| TaskId::from_index(lane as usize)) {
            let name = log.intern(&format!("lane {}", task.number()));
            let mut push = |kind| {
                log.push(Event {
                    at: Instant::ZERO,
                    kind,
                })
            };
            let parent = None;
            push(EventKind::TaskSpawned {
                task,
                parent,
                place,
            });
            push(EventKind::TaskNamed { task, name });
        }
        let mut told = HashSet::new();
        let mut open = BinaryHeap::new();
        for ((lane, start), duration) in lane.iter().zip(start).zip(duration) {
            let from = micros(*start);
            end_until(&mut log, &mut open, from);
            let task = TaskId::from_index(*lane as usize);
            log.push(Event {
                at: from,
                kind: EventKind::PollBegun { task },
            });
            if told.insert(task) {
                let on = WaitReason::Timer(Delay::UNKNOWN);
                log.push(Event {
                    at: from,
                    kind: EventKind::Waits { task, on, place },
                });
            }
            open.push(Reverse((micros(start + duration), task)));
        }
        end_until(&mut log, &mut open, Instant::MAX);
        Timeline(Stage::new(log))
    }

    /// Makes the timeline in a shadow root, and draws all of the recording.
    pub fn load(&mut self, root: &ShadowRoot, height: u32) {
        self.0.load(root, height);
    }

    /// Draws a stretch of it.
    pub fn show(&mut self, from: f64, to: f64) {
        self.0.show(micros(from), micros(to));
    }
}

/// Ends the polls that are over at a moment.
fn end_until(log: &mut Log, open: &mut BinaryHeap<Reverse<(Instant, TaskId)>>, moment: Instant) {
    while let Some(Reverse((at, task))) = open.pop() {
        if at > moment {
            open.push(Reverse((at, task)));
            return;
        }
        let kind = EventKind::PollEnded { task };
        log.push(Event { at, kind });
    }
}

fn micros(milliseconds: f64) -> Instant {
    Instant::from_micros((milliseconds * 1000.0).round() as u64)
}
