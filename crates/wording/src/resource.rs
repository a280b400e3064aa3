//! Names of resources.

use super::place::Shown;
use super::{Wording, resource_kind_name};
use crate::tr;
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{ResourceId, ResourceKind};

impl Wording<'_> {
    /// In findings: `“jobs”`; without a name, `the queue created in line 7`.
    pub fn resource(self, id: ResourceId) -> String {
        let Some(track) = self.run.model.resource(id) else {
            return resource_number(id);
        };
        if let Some(name) = track.name {
            return tr!("“{name}”", name = self.run.log.text(name));
        }
        let kind = resource_kind_name(track.kind);
        match track.place.and_then(|place| self.line_number(place)) {
            Some(line) => tr!("the {kind} created in line {line}", kind, line),
            None => tr!("the {kind}", kind),
        }
    }

    /// In descriptions: `queue jobs`; without a name, `the queue created in line 12`, or `a queue`.
    pub fn resource_with_kind(self, id: ResourceId) -> String {
        let Some(track) = self.run.model.resource(id) else {
            return tr!("a resource").into();
        };
        let kind = resource_kind_name(track.kind);
        if let Some(name) = track.name {
            return tr!("{kind} {name}", kind, name = self.run.log.text(name));
        }
        match track.place.and_then(|place| self.shown(place)) {
            Some(Shown::Line(line)) => tr!("the {kind} created in line {line}", kind, line),
            Some(Shown::InFile(place)) => tr!("the {kind} created at {place}", kind, place),
            None if track.kind == ResourceKind::Event => tr!("an {kind}", kind),
            None => tr!("a {kind}", kind),
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
        let kind = resource_kind_name(track.kind);
        match track.place.and_then(|place| self.line(place)) {
            // Folder names would leave no space for the file name.
            Some(line) => format!(
                "{kind}, {}",
                line.rsplit(['/', '\\']).next().unwrap_or(&line)
            ),
            None => kind.to_owned(),
        }
    }
}

/// A resource that the log does not describe yet: `resource 3`.
pub fn resource_number(id: ResourceId) -> String {
    tr!("resource {number}", number = id.number())
}
