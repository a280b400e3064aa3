//! The browser: the only folder of this package that uses browser APIs.
//!
//! The modules form layers; each uses only its own layer and earlier ones, which `tests/tidy.rs` checks:
//!
//! 1. **dom**: bindings and toolkit. [`driver`] runs the event loop on the browser's queues. [`world`] implements the
//!    lessons' world with [`net`], [`files`], [`database`], [`worker`] and [`peer`], and serves the sample
//!    [`documents`]. [`dom`], [`cell`], [`listener`], [`frame`] and [`resize`] are the toolkit for drawing.
//! 2. **state**: what an element shows. A [`message`] changes the [`state`], which holds a [`run`] of a lesson or of a
//!    [`script`]; [`events`] are the DOM events of the element.
//! 3. **view**: the [`view`] draws the state, and sends messages.
//! 4. **app**: an [`app`] holds a state and its view, and performs the state's effects.
//! 5. **element**: [`element`] connects the custom element to an app.
//! 6. **page**: [`page`] ties the playground's address to its element. [`live`] shows a page's own futures.
//!
//! Without the feature `page` there is only what a worker needs, such as [`driver`] and [`files`].

#[cfg(feature = "page")]
pub mod database;
pub mod driver;
pub mod files;
#[cfg(feature = "page")]
pub mod live;
#[cfg(feature = "page")]
pub mod net;
#[cfg(feature = "page")]
pub mod peer;
#[cfg(feature = "page")]
pub mod worker;
#[cfg(feature = "page")]
pub mod world;

#[cfg(feature = "page")]
mod cell;
#[cfg(feature = "page")]
mod clock;
pub mod detached;
#[cfg(feature = "page")]
mod documents;
#[cfg(feature = "page")]
mod dom;
#[cfg(feature = "page")]
mod frame;
#[cfg(feature = "page")]
mod listener;
#[cfg(feature = "page")]
mod location;
mod panic;
mod refusal;
#[cfg(feature = "page")]
mod resize;

#[cfg(feature = "page")]
mod app;
#[cfg(feature = "bench")]
pub mod bench;
#[cfg(feature = "page")]
mod element;
#[cfg(feature = "page")]
mod events;
#[cfg(feature = "page")]
mod fragment;
pub mod in_order;
#[cfg(feature = "page")]
mod message;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod run;
#[cfg(feature = "page")]
mod script;
#[cfg(feature = "page")]
mod state;
#[cfg(feature = "page")]
mod subject;
#[cfg(feature = "page")]
mod view;
#[cfg(feature = "page")]
mod visible_window;

#[cfg(feature = "page")]
use wasm_bindgen::prelude::*;

/// Called once when the module is instantiated. In a worker there is no element to define.
// Not named `start` or `main`: those are for the app that contains this crate.
#[cfg(feature = "page")]
#[wasm_bindgen(start)]
fn begin_coroscope() {
    if web_sys::window().is_some() {
        element::define();
        page::begin();
    }
}
