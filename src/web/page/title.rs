//! The document's title.

use crate::web::dom::{document, window};
use crate::web::fragment::{EXAMPLE, Fragment};
use crate::web::reader_script::sources;
use crate::web::subject::Subject;
use crate::wording::translate;
use js_sys::futures::spawn_local;

/// Sets the document's title to that of what the page shows.
pub(super) fn set(title: &str) {
    document().set_title(&format!("{title} · Coroscope"));
}

/// Sets it to the title of the example that the address names, once that is known.
pub(super) fn set_example(subject: Subject, fragment: &Fragment) {
    let mut settings = fragment.settings.iter();
    let Some((_, name)) = settings.find(|(id, _)| id == EXAMPLE && subject.is_script()) else {
        return;
    };
    let (name, hash) = (name.clone(), window().location().hash());
    spawn_local(async move {
        let example = sources::find_example(&format!("{name}.py")).await;
        // The reader may have gone elsewhere.
        let is_here = window().location().hash() == hash;
        if let Some(example) = example.filter(|_| is_here) {
            set(translate(&example.title));
        }
    });
}
