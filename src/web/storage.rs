//! Local storage, where the playground keeps a few texts for the next visit.

use super::dom::window;
use web_sys::Storage;

/// The key for the reader's last script.
pub(crate) const SCRIPT: &str = "coroscope-script";
/// The key for the modules of that script.
pub(crate) const MODULES: &str = "coroscope-script-modules";
/// The key for the reader's progress: words such as `sync`, the id of a lesson that ran to its end, and `sync:guessed` and
/// `sync:solved`.
pub(crate) const PROGRESS: &str = "coroscope-done";
/// The key for the language in which the reader wants to see programs.
pub(crate) const LANGUAGE: &str = "coroscope-language";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The stored text; `None` if there is none, or no storage.
pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text. Does nothing if the browser allows no storage or if it is full.
pub(crate) fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}
