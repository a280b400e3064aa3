//! What the apps have in common, which does not know their frameworks: notes are read, and one is saved.

use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;

/// Fetches the notes, one in a line.
pub async fn read() -> Vec<String> {
    let text = match Request::get("notes.txt").send().await {
        Ok(response) => response.text().await,
        Err(why) => Err(why),
    };
    match text {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(why) => vec![format!("The notes can’t be read: {why}")],
    }
}

/// Saves a note. Returns what to say then.
pub async fn save(note: String) -> String {
    TimeoutFuture::new(20).await;
    format!("“{note}” is saved.")
}
