//! Fetches the script at the attribute `script`.

use super::follow::Arriving;
use super::open::status;
use crate::web::fragment::shorten;
use crate::web::net::{self, Abort};
use crate::web::reader_script::sources::MAX_BYTES;
use crate::wording::tr;
use web_sys::Response;

/// The script at an address relative to the page.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(super) async fn fetch(address: &str) -> Result<String, String> {
    let name = shorten(address);
    let abort = Abort::default();
    let response = net::fetch_file(address, &abort.signal()).await;
    let response = response.map_err(|why| {
        tr!(
            "The script “{name}” could not be fetched: {why}.",
            name,
            why
        )
    })?;
    check(&name, &response)?;
    let mut arriving = Arriving::new(&response, 0)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = arriving.next().await? {
        bytes.extend_from_slice(&chunk);
        check_size(&name, bytes.len() as u64)?;
    }
    text(bytes).ok_or_else(|| {
        tr!(
            "The script “{name}” was not opened: it is not text in UTF-8.",
            name
        )
    })
}

/// Checks the status and the headers of a response.
fn check(name: &str, response: &Response) -> Result<(), String> {
    if !response.ok() {
        return Err(tr!(
            "The script “{name}” was not opened: the server answers {status}. Its address is relative to this page: put \
             the file next to it.",
            name,
            status = status(response)
        ));
    }
    let header = |name| response.headers().get(name).ok().flatten();
    if header("content-type").is_some_and(|it| it.starts_with("text/html")) {
        return Err(tr!(
            "The script “{name}” was not opened: the server sends a page in its place. Its address is relative to this \
             page: put the file next to it.",
            name
        ));
    }
    let size = header("content-length").and_then(|size| size.parse().ok());
    check_size(name, size.unwrap_or(0))
}

fn check_size(name: &str, size: u64) -> Result<(), String> {
    match size > u64::from(MAX_BYTES) {
        false => Ok(()),
        true => Err(tr!(
            "{name} was not opened: a script can have at most 1 MiB here.",
            name
        )),
    }
}

/// The text of a file; `None` if it is not text.
fn text(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (!text.contains('\0')).then(|| text.replace("\r\n", "\n"))
}
