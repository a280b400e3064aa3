//! Counter tracks below the lanes: the level of a queue with its waiting tasks, or the holders of a lock.

use super::loop_lane::outline;
use crate::timeline::LockHoldBar;
use crate::timeline::shapes::{self, number};
use crate::timeline::signs::UNCHANGED;
use crate::timeline::sizes::{CHAR_13, COUNTER_TRACK, TICK_PITCH};
use crate::timeline::{CounterTrack, Picture};
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use crate::web::state::Outside;
use core::fmt::Write;
use web_sys::SvgElement;

/// Maximum number of tracks that are shown, the first ones.
const MAX_TRACKS: usize = 4;
/// Height of the waiting tasks, above and below a track.
const WAITERS: f64 = 5.0;
/// Height of a track with its waiting tasks and a margin.
const PITCH: f64 = COUNTER_TRACK + 2.0 * WAITERS + 4.0;

pub(super) struct CounterTracks {
    root: SvgElement,
    height: Attr,
    tracks: Pool<CounterTrackView>,
}

struct CounterTrackView {
    place: Attr,
    name: Text,
    level: Attr,
    peaks: Attr,
    level_place: Attr,
    limit: Attr,
    waiters: [Attr; 2],
    waiters_place: Attr,
    holders: Pool<(Attr, Text)>,
    changes: Attr,
    unchanged: Attr,
    full: Text,
    full_x: Attr,
    outline: Attr,
}

impl CounterTracks {
    pub(super) fn new() -> CounterTracks {
        let root = svg("svg")
            .class("counter-tracks")
            .attr("height", "0")
            .attr("aria-hidden", "true");
        CounterTracks {
            height: Attr::new(root.clone(), "height"),
            tracks: Pool::new(root.clone(), || {
                let name = svg("text").attr("y", "16");
                let (level, limit) = (svg("path").class("level"), svg("path").class("limit"));
                let peaks = svg("path").class("peaks");
                let levels = svg("g").child(&level).child(&peaks);
                let full = svg("text").class("quiet").attr("y", "10");
                let [above, below] = [(); 2].map(|()| svg("path").class("ready hatch"));
                let waiters = svg("g").child(&above).child(&below);
                let changes = svg("path").class("change");
                let unchanged = svg("path").class("unchanged");
                let holders = svg("g").child(&changes).child(&unchanged);
                let outline = svg("path").class("selected");
                let outlines = svg("g").child(&outline);
                let group = svg("g")
                    .child(&name)
                    .child(&levels)
                    .child(&limit)
                    .child(&waiters)
                    .child(&holders)
                    .child(&full)
                    .child(&outlines);
                let view = CounterTrackView {
                    place: Attr::new(group.clone(), "transform"),
                    name: Text::new(name),
                    level_place: Attr::new(levels, "transform"),
                    level: Attr::new(level, "d"),
                    peaks: Attr::new(peaks, "d"),
                    limit: Attr::new(limit, "d"),
                    waiters: [Attr::new(above, "d"), Attr::new(below, "d")],
                    waiters_place: Attr::new(waiters, "transform"),
                    changes: Attr::new(changes, "d"),
                    unchanged: Attr::new(unchanged, "d"),
                    holders: Pool::new(holders, || {
                        let name = svg("text").class("quiet").attr("y", "16");
                        (
                            name.clone().into(),
                            (Attr::new(name.clone(), "x"), Text::new(name)),
                        )
                    }),
                    full_x: Attr::new(full.clone(), "x"),
                    full: Text::new(full),
                    outline: Attr::new(outline, "d"),
                };
                (group.into(), view)
            }),
            root,
        }
    }

    pub(super) fn root(&self) -> &SvgElement {
        &self.root
    }

    /// The index of the track at `y`.
    pub(super) fn at(y: f64) -> Option<usize> {
        let track = (y.max(0.0) / PITCH) as usize;
        (track < MAX_TRACKS).then_some(track)
    }

    /// Draws the tracks of a picture whose plot begins at `left`, with the levels at the reader's moment next to the names,
    /// and an outline around what is selected.
    pub(super) fn draw(
        &mut self,
        picture: &Picture,
        levels: &[u32],
        selected: Option<(Outside, (f64, f64))>,
        left: f64,
        width: f64,
    ) {
        let count = picture.counter_tracks.len().min(MAX_TRACKS);
        self.height.show(&number(count as f64 * PITCH));
        let shown = self.tracks.show(count);
        let tracks = picture.counter_tracks.iter().zip(levels);
        for ((n, view), (track, level)) in shown.enumerate().zip(tracks) {
            let y = (n + 1) as f64 * PITCH - COUNTER_TRACK - WAITERS;
            view.draw(track, *level, y, left, width);
            let (from, to) = match selected {
                Some((Outside::Level(track, _), range)) if track == n => range,
                _ => {
                    view.outline.show("");
                    continue;
                }
            };
            let outlined = outline((left + from, left + to), COUNTER_TRACK);
            view.outline.show(&outlined);
        }
    }
}

impl CounterTrackView {
    fn draw(&mut self, track: &CounterTrack, now: u32, y: f64, left: f64, width: f64) {
        let full = track.capacity.max(track.highest).max(1);
        self.place.show(&format!("translate(0 {})", number(y)));
        self.name.show(&format!("{}: {now}", track.name));
        let area = shapes::levels(track, COUNTER_TRACK - 1.0, COUNTER_TRACK - 4.0, full);
        self.level.show(&area);
        let peaks = shapes::peaks(&track.peaks, COUNTER_TRACK - 1.0, COUNTER_TRACK - 4.0, full);
        self.peaks.show(&peaks);
        self.level_place
            .show(&format!("translate({} 0)", number(left)));
        let top = COUNTER_TRACK
            - 1.0
            - (COUNTER_TRACK - 4.0) * f64::from(track.capacity) / f64::from(full);
        self.limit.show(&if track.capacity > 0 {
            format!("M{} {}h{}", number(left), number(top), number(width))
        } else {
            String::new()
        });
        // Tasks that wait to put are drawn above, tasks that wait to take below.
        let [above, below] = &mut self.waiters;
        let putters = shapes::waiters(track, |step| step.putters, 0.0, WAITERS);
        let takers = shapes::waiters(track, |step| step.takers, COUNTER_TRACK, -WAITERS);
        above.show(putters.as_deref().unwrap_or(""));
        below.show(takers.as_deref().unwrap_or(""));
        self.waiters_place
            .show(&format!("translate({} 0)", number(left)));
        self.draw_holders(track, left);
        let unchanged = track.unchanged.iter();
        let cross = unchanged.map(|same| format!("M{} 5{UNCHANGED}", number(left + same.x)));
        self.unchanged.show(&cross.collect::<String>());
        self.full_x.show(&number(left + width + 4.0));
        self.full.show(&full.to_string());
    }

    /// Draws a line at each change of the lock's holder, and the names that fit.
    fn draw_holders(&mut self, track: &CounterTrack, left: f64) {
        let mut changes = String::new();
        let visible = track
            .lock_holds
            .iter()
            .filter(|holding| holding.width >= TICK_PITCH);
        for holding in visible {
            let (x, top) = (number(left + holding.x), number(COUNTER_TRACK - 3.0));
            let _ = write!(changes, "M{x} 2v{top}");
        }
        self.changes.show(&changes);
        let named = track.lock_holds.iter();
        let named = named.filter_map(|holding| Some((holding.x, fitting_name(holding)?)));
        let named: Vec<(f64, &str)> = named.collect();
        for ((x, shown), (from, name)) in self.holders.show(named.len()).zip(named) {
            x.show(&number(left + from.max(0.0) + 4.0));
            shown.show(name);
        }
    }
}

/// The name of the lock's holder, or its last word, whichever fits.
fn fitting_name(holding: &LockHoldBar) -> Option<&str> {
    let room = holding.width + holding.x.min(0.0) - 8.0;
    let fits = |name: &&str| CHAR_13 * name.chars().count() as f64 <= room;
    let last = holding.name.rsplit(' ').next();
    [Some(&*holding.name), last]
        .into_iter()
        .flatten()
        .find(fits)
}
