//! The browser: the only folder that names it.
//!
//! In reading order: [`driver`] carries a run, and [`world`] is what it finds outside, made of [`net`], [`files`],
//! [`database`], [`worker`] and [`peer`], with the documents of [`documents`]; [`dom`], [`cell`], [`listener`], [`frame`] and
//! [`resize`] are what the page is made with; [`element`] is the tag, [`app`] its inside, [`state`] what
//! that knows, [`view`] what it shows and [`told`] what it tells the page around; [`page`] ties the playground's address to the element;
//! [`live`] shows what a page's own futures do.
//!
//! Without the feature `page` only what a worker needs is there: [`driver`] and [`files`].

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
#[cfg(feature = "page")]
mod documents;
#[cfg(feature = "page")]
mod dom;
#[cfg(feature = "page")]
mod frame;
#[cfg(feature = "page")]
mod listener;
mod panic;
mod refusal;
#[cfg(feature = "page")]
mod resize;
pub mod to_its_end;

#[cfg(feature = "page")]
mod app;
#[cfg(feature = "page")]
#[doc(hidden)]
pub mod bench;
#[cfg(feature = "page")]
mod element;
#[cfg(feature = "page")]
mod exchange;
#[cfg(feature = "page")]
mod fragment;
pub mod orderly;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod run;
#[cfg(feature = "page")]
mod script;
#[cfg(feature = "page")]
mod sight;
#[cfg(feature = "page")]
mod state;
#[cfg(feature = "page")]
mod told;
#[cfg(feature = "page")]
mod view;

#[cfg(feature = "page")]
use wasm_bindgen::prelude::*;

/// Called once when the module is there. In a worker there is nothing to define.
// No usual name: an app that has this crate in it calls its own `start` or `main`.
#[cfg(feature = "page")]
#[wasm_bindgen(start)]
fn begin_coroscope() {
    if web_sys::window().is_some() {
        element::define();
        page::begin();
    }
}
