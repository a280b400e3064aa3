//! Names of resources.

use super::Wording;
use coroscope_trace::ResourceId;
use coroscope_trace::track::ResourceTrack;

impl Wording<'_> {
    /// In findings: `“jobs”`; without a name, `the queue created in line 7`.
    pub fn resource(self, id: ResourceId) -> String {
        let Some(track) = self.run.model.resource(id) else {
            return resource_number(id);
        };
        if let Some(name) = track.name {
            return format!("“{}”", self.run.log.text(name));
        }
        let kind = kind(track);
        match track.place.and_then(|place| self.line_number(place)) {
            Some(line) => format!("the {kind} created in line {line}"),
            None => format!("the {kind}"),
        }
    }

    /// In descriptions: `queue jobs`; without a name, `the queue created in line 12`, or `a queue`.
    pub fn resource_with_kind(self, id: ResourceId) -> String {
        let Some(track) = self.run.model.resource(id) else {
            return "a resource".into();
        };
        let kind = kind(track);
        let line = track.place.map(|place| self.in_line(place));
        match (track.name, line.unwrap_or_default().as_str()) {
            (Some(name), _) => format!("{kind} {}", self.run.log.text(name)),
            (None, "") if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
            (None, "") => format!("a {kind}"),
            (None, line) => format!("the {kind} created{line}"),
        }
    }

    /// In the description of an event: `jobs`; without a name, as [with its kind](Wording::resource_with_kind), or its
    /// number.
    pub fn resource_in_event(self, id: ResourceId) -> String {
        match self.run.model.resource(id).map(|track| track.name) {
            Some(Some(name)) => self.run.log.text(name).to_owned(),
            Some(None) => self.resource_with_kind(id),
            None => resource_number(id),
        }
    }

    /// As a label: `jobs`; without a name, its kind and where it was created: `queue, line 12`.
    pub fn resource_label(self, track: &ResourceTrack) -> String {
        if let Some(name) = track.name {
            return self.run.log.text(name).to_owned();
        }
        let kind = kind(track);
        match track.place.and_then(|place| self.line(place)) {
            // Folder names would leave no space for the file name.
            Some(line) => format!(
                "{kind}, {}",
                line.rsplit(['/', '\\']).next().unwrap_or(&line)
            ),
            None => kind,
        }
    }
}

/// A resource that the log does not describe yet: `resource 3`.
pub fn resource_number(id: ResourceId) -> String {
    format!("resource {}", id.number())
}

fn kind(track: &ResourceTrack) -> String {
    track.kind.name().to_ascii_lowercase()
}
