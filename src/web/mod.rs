//! The browser: the only folder that names it.
//!
//! In reading order: [`driver`] carries a run, and [`world`] is what it finds outside, made of [`net`], [`files`],
//! [`database`], [`worker`] and [`peer`]; [`dom`], [`cell`], [`listener`], [`frame`] and
//! [`resize`] are what the page is made with; [`element`] is the tag, [`app`] its inside, [`state`] what
//! that knows, [`view`] what it shows and [`told`] what it tells the page around; [`page`] ties the playground's address to the element;
//! [`live`] shows what a page's own futures do.

pub mod database;
pub mod driver;
pub mod files;
pub mod live;
pub mod net;
pub mod peer;
pub mod worker;
pub mod world;

mod cell;
mod dom;
mod frame;
mod listener;
mod panic;
mod refusal;
mod resize;
pub mod to_its_end;

mod app;
#[doc(hidden)]
pub mod bench;
mod element;
mod exchange;
mod fragment;
pub mod orderly;
mod page;
mod run;
mod sight;
mod state;
mod told;
mod view;

use wasm_bindgen::prelude::*;

/// Called once when the module is there. In a worker there is nothing to define.
// No usual name: an app that has this crate in it calls its own `start` or `main`.
#[wasm_bindgen(start)]
fn begin_coroscope() {
    if web_sys::window().is_some() {
        element::define();
        page::begin();
    }
}
