//! The list of lessons in the playground's page.

use coroscope::element_api::{SCRIPT_ID, SCRIPT_TITLE};
use coroscope::lessons;

/// The values of the attribute `lesson`, each with its title.
pub(crate) fn ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lessons = lessons::ALL.iter().map(|lesson| (lesson.id, lesson.title));
    lessons.chain([(SCRIPT_ID, SCRIPT_TITLE)])
}

/// A list item with a link for each.
pub(crate) fn links() -> String {
    ids()
        .map(|(id, title)| {
            let title = title.replace('&', "&amp;").replace('<', "&lt;");
            format!("      <li><a href=\"#{id}\">{title}</a></li>\n")
        })
        .collect()
}
