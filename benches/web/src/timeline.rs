//! The functions that `timeline.html` calls: they make a recording from the page's data and show its timeline.

use core::cmp::Reverse;
use core::panic::Location;
use coroscope::time::Instant;
use coroscope::trace::log::MOST_BYTES_PER_EVENT;
use coroscope::trace::{Delay, Event, EventKind, Log, TaskId, WaitReason};
use coroscope::web::bench::{CSS, TimelineBench};
use std::collections::{BinaryHeap, HashSet};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

/// The style sheet for the timeline's shadow root.
#[wasm_bindgen]
pub fn timeline_css() -> String {
    CSS.to_owned()
}

/// A recording, and the timeline that shows it.
#[wasm_bindgen]
pub struct Timeline(TimelineBench);

#[wasm_bindgen]
impl Timeline {
    /// Makes a log in which each lane is a task and each span a poll. Between polls the task waits for a timer. The spans
    /// are sorted by their start; the arrays contain the lane, the start and the duration of each.
    #[wasm_bindgen(constructor)]
    pub fn record(lanes: u32, lane: &[u32], start: &[f64], duration: &[f64]) -> Timeline {
        let mut log = Log::new((2 * lane.len() + 3 * lanes as usize) * MOST_BYTES_PER_EVENT * 2);
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
                is_cleanup: false,
            });
            push(EventKind::TaskNamed { task, name });
        }
        let mut with_wait = HashSet::new();
        let mut open = BinaryHeap::new();
        for ((lane, start), duration) in lane.iter().zip(start).zip(duration) {
            let from = micros(*start);
            end_until(&mut log, &mut open, from);
            let task = TaskId::from_index(*lane as usize);
            log.push(Event {
                at: from,
                kind: EventKind::PollBegun { task },
            });
            if with_wait.insert(task) {
                let on = WaitReason::Timer(Delay::UNKNOWN);
                log.push(Event {
                    at: from,
                    kind: EventKind::Waits { task, on, place },
                });
            }
            open.push(Reverse((micros(start + duration), task)));
        }
        end_until(&mut log, &mut open, Instant::MAX);
        Timeline(TimelineBench::new(log))
    }

    /// Creates the timeline in a shadow root, and draws the whole recording.
    pub fn load(&mut self, root: &ShadowRoot, height: u32) {
        self.0.load(root, height);
    }

    /// Draws the part between two times.
    pub fn show(&mut self, from: f64, to: f64) {
        self.0.show(micros(from), micros(to));
    }
}

/// Ends the polls that have ended by a moment.
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
