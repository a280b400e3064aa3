//! Keeps what the app did before a panic.

use web_sys::window;

/// The key of the last crash's recording in the session's storage.
const CRASH: &str = "your-app-crash";

/// Saves a recording of what the app did before it panicked, if the browser allows storage.
pub(crate) fn save(recording: &str) {
    let storage = window().and_then(|it| it.session_storage().ok()?);
    if let Some(storage) = storage {
        let _ = storage.set_item(CRASH, recording);
    }
}
