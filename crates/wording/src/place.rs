//! Lines of the program.

use super::{Wording, list};
use crate::{tr, tr_n};
use coroscope_trace::PlaceId;
use coroscope_trace::log::Place;
use coroscope_trace::track::TaskTrack;

/// A place as readers see it: a line of the only file, or with the name of its file.
pub(super) enum Shown {
    Line(u32),
    InFile(String),
}

impl Wording<'_> {
    /// A place in the source: `line 12` if the program is a single file, otherwise `jobs.rs:12`. `None` for places outside
    /// the program.
    pub fn line(self, place: PlaceId) -> Option<String> {
        Some(match self.shown(place)? {
            Shown::Line(line) => tr!("line {line}", line),
            Shown::InFile(place) => place,
        })
    }

    pub(super) fn shown(self, place: PlaceId) -> Option<Shown> {
        let place = (self.run.place(place)).filter(|place| is_of_program(place))?;
        let places = self.run.places();
        let mut others = places.filter(|other| is_of_program(other) && other.file != place.file);
        Some(
            match others.all(|other| self.is_only_where_main_began(&other)) {
                true => Shown::Line(place.line),
                false => Shown::InFile(format!("{}:{}", place.file, place.line)),
            },
        )
    }

    /// ` in line 12`, ` at jobs.rs:12`, or nothing.
    pub fn in_line(self, place: PlaceId) -> String {
        match self.shown(place) {
            Some(Shown::Line(line)) => format!(" {}", tr!("in line {line}", line)),
            Some(Shown::InFile(place)) => format!(" {}", tr!("at {place}", place)),
            None => String::new(),
        }
    }

    /// In findings, which name the file elsewhere: ` in line 7`, ` in lines 7 and 9`; empty if the log has no places.
    pub fn in_lines(self, places: &[PlaceId]) -> String {
        let lines = places.iter().filter_map(|it| self.line_number(*it));
        let mut lines: Vec<u32> = lines.collect();
        lines.sort_unstable();
        lines.dedup();
        match lines.len() {
            0 => String::new(),
            n => {
                let lines = list(lines.iter().map(u32::to_string));
                format!(
                    " {}",
                    tr_n!(n, "in line {lines}", "in lines {lines}", lines)
                )
            }
        }
    }

    /// The number of a line, in whichever file.
    pub(super) fn line_number(self, place: PlaceId) -> Option<u32> {
        self.run.place(place).map(|place| place.line)
    }

    /// Where a task was spawned. `None` for the main task if the code that started it is not part of the program's file.
    pub fn spawned_at(self, track: &TaskTrack) -> Option<String> {
        let place = track.place?;
        let is_foreign =
            |place: &Place| track.parent.is_none() && self.is_only_where_main_began(place);
        match (self.run.place(place)).is_some_and(|place| is_foreign(&place)) {
            true => None,
            false => self.line(place),
        }
    }

    fn is_only_where_main_began(self, place: &Place) -> bool {
        let main = self
            .run
            .model
            .tasks()
            .first()
            .filter(|main| main.parent.is_none());
        let began = main.and_then(|main| self.run.place(main.place?));
        let mut places = self.run.places();
        began.as_deref() == Some(place)
            && !places.any(|other| other.file == place.file && *other != *place)
    }
}

/// Whether a place is outside the standard library, which some compilers name for closures.
fn is_of_program(place: &Place) -> bool {
    !place.file.starts_with("/rustc/")
}
