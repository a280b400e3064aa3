//! Writes everything in a recording except its events.

use super::format::{Meta, SourceFile};
use crate::json_writer::JsonWriter;
use coroscope_trace::Place;

/// Writes the member `meta`.
pub(super) fn meta(json: &mut JsonWriter, meta: &Meta) {
    json.key("meta").open('{');
    json.text("title", &meta.title).text("lesson", &meta.lesson);
    json.key("knobs").open('{');
    for (setting, value) in &meta.settings {
        json.text(setting, value);
    }
    json.close('}').text("clock", meta.clock.name()).close('}');
}

/// Writes the member `sources`, if there are any.
pub(super) fn sources(json: &mut JsonWriter, sources: &[SourceFile]) {
    if sources.is_empty() {
        return;
    }
    json.key("sources").open('{');
    for source in sources {
        json.text(&source.name, &source.text);
    }
    json.close('}').new_line();
}

/// Writes the members `texts` and `places`.
pub(super) fn tables<'a>(
    json: &mut JsonWriter,
    texts: impl Iterator<Item = &'a str>,
    places: &[Place],
) {
    json.key("texts").open('[');
    for text in texts {
        json.string(text);
    }
    json.close(']').new_line().key("places").open('[');
    for place in places {
        json.open('[')
            .string(&place.file)
            .number(place.line)
            .close(']');
    }
    json.close(']').new_line();
}
