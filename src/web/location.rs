//! The page's address, and whether the page is the playground.

use super::dom::{document, window};
use core::cell::Cell;
use web_sys::Url;

thread_local! {
    /// A document has one address, so there is one answer.
    static IS_PLAYGROUND: Cell<bool> = const { Cell::new(false) };
}

/// Whether this document is the playground, whose address names what its element shows.
pub(crate) fn is_playground() -> bool {
    IS_PLAYGROUND.get()
}

/// Marks this document as the playground.
pub(crate) fn mark_as_playground() {
    IS_PLAYGROUND.set(true);
}

/// An address relative to this page as an absolute one.
pub(crate) fn absolute(address: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    // What is no address is kept: the page says so when it is opened.
    Url::new_with_base(address, &base).map_or_else(|_| address.to_owned(), |url| url.href())
}

/// Navigates to a fragment.
pub(crate) fn go(fragment: &str) {
    // This fires `hashchange`.
    let _ = window().location().set_hash(fragment);
}

/// The address of this page with a fragment.
pub(crate) fn with_fragment(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}
