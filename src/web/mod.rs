//! The browser: the only folder that names it.
//!
//! In reading order: [`driver`] and [`net`] carry a run; [`dom`], [`cell`], [`listener`], [`frame`] and
//! [`resize`] are what the page is made with; [`element`] is the tag, [`app`] its inside, [`state`] what
//! that knows and [`view`] what it shows; [`page`] ties the playground's address to the element.

pub mod driver;
pub mod net;

mod cell;
mod dom;
mod frame;
mod listener;
mod panic;
mod resize;

mod app;
#[doc(hidden)]
pub mod bench;
mod element;
mod fragment;
mod orderly;
mod page;
mod run;
mod sight;
mod state;
mod view;

use wasm_bindgen::prelude::*;

/// Called once when the module is there. In a worker there is nothing to define.
#[wasm_bindgen(start)]
fn start() {
    if web_sys::window().is_some() {
        panic::install_hook();
        element::define();
        page::begin();
    }
}
