//! The browser: the only folder of this package that uses browser APIs. What scripts need of the browser as well is in the
//! crate `coroscope_browser`, whose modules this module exports.
//!
//! The modules form layers; each uses only its own layer and earlier ones, which `tests/repository/tidy.rs` checks:
//!
//! 1. **dom**: bindings and toolkit. [`world`] implements the lessons' world with [`net`], [`files`], [`database`],
//!    [`worker`] and [`peer`], and serves the sample [`documents`]. [`language`] has the texts of the page. [`dom`], [`cell`], [`listener`], [`frame`] and [`resize`] are the toolkit for drawing.
//! 2. **state**: what an element shows. A [`message`] changes the [`state`], which holds a [`run`] of a lesson or of a
//!    [`reader_script`]; [`events`] are the DOM events of the element.
//! 3. **view**: the [`view`] draws the state, and sends messages.
//! 4. **app**: an [`app`] holds a state and its view, and performs the state's effects.
//! 5. **element**: [`element`] connects the custom element to an app.
//! 6. **page**: [`page`] ties the playground's address to its element. [`live`] records a page's own futures.
//!
//! Without the feature `element` there is only what a worker needs, such as [`driver`] and [`files`], and [`live`] for an
//! app that records. What [`live`] records reaches the element, in the same module or in another, by [`page_log`].

#[cfg(feature = "element")]
pub mod database;
pub mod live;
#[cfg(feature = "element")]
pub mod peer;
#[cfg(feature = "element")]
pub mod worker;
#[cfg(feature = "element")]
pub mod world;

#[cfg(feature = "element")]
mod cell;
#[cfg(feature = "element")]
mod clock;
#[cfg(feature = "element")]
mod documents;
#[cfg(feature = "element")]
mod dom;
#[cfg(feature = "element")]
mod frame;
#[cfg(feature = "element")]
mod language;
#[cfg(feature = "element")]
mod listener;
#[cfg(feature = "element")]
mod location;
mod page_log;
mod panic;
#[cfg(feature = "element")]
mod resize;
#[cfg(feature = "element")]
mod storage;
#[cfg(feature = "element")]
mod timeout;

#[cfg(feature = "element")]
mod app;
#[cfg(feature = "bench")]
pub mod bench;
#[cfg(feature = "element")]
mod element;
#[cfg(feature = "element")]
mod events;
#[cfg(feature = "element")]
mod fragment;
#[cfg(feature = "element")]
mod message;
#[cfg(feature = "element")]
mod page;
#[cfg(feature = "element")]
mod reader_script;
#[cfg(feature = "element")]
mod run;
#[cfg(feature = "element")]
mod state;
#[cfg(feature = "element")]
mod subject;
#[cfg(feature = "element")]
mod view;
#[cfg(feature = "element")]
mod visible_window;

#[doc(inline)]
pub use coroscope_browser::{detached, driver, files, in_order, net, refusal};

#[cfg(feature = "element")]
use wasm_bindgen::prelude::*;

/// Called once when the module is instantiated. In a worker there is no element to define.
// Not named `start` or `main`: those are for the app that contains this crate.
#[cfg(feature = "element")]
#[wasm_bindgen(start)]
fn begin_coroscope() {
    if web_sys::window().is_some() {
        element::define(page::begin);
    }
}
