//! Lines of the program.

use super::{Wording, list};
use coroscope_trace::PlaceId;
use coroscope_trace::log::Place;
use coroscope_trace::track::TaskTrack;

impl Wording<'_> {
    /// A place in the source: `line 12` if the program is a single file, otherwise `jobs.rs:12`. `None` for places outside
    /// the program.
    pub fn line(self, place: PlaceId) -> Option<String> {
        let place = (self.run.place(place)).filter(|place| is_of_program(place))?;
        let places = self.run.places();
        let mut others = places.filter(|other| is_of_program(other) && other.file != place.file);
        Some(
            match others.all(|other| self.is_only_where_main_began(&other)) {
                true => format!("line {}", place.line),
                false => format!("{}:{}", place.file, place.line),
            },
        )
    }

    /// ` in line 12`, ` at jobs.rs:12`, or nothing.
    pub fn in_line(self, place: PlaceId) -> String {
        match self.line(place) {
            Some(line) if line.starts_with("line ") => format!(" in {line}"),
            Some(place) => format!(" at {place}"),
            None => String::new(),
        }
    }

    /// In findings, which name the file elsewhere: ` in line 7`, ` in lines 7 and 9`; empty if the log has no places.
    pub fn in_lines(self, places: &[PlaceId]) -> String {
        let lines = places.iter().filter_map(|it| self.line_number(*it));
        let mut lines: Vec<u32> = lines.collect();
        lines.sort_unstable();
        lines.dedup();
        let names = list(lines.iter().map(u32::to_string));
        match lines.len() {
            0 => String::new(),
            1 => format!(" in line {names}"),
            _ => format!(" in lines {names}"),
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
