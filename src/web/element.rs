//! `<coro-scope>`: the bridge between the element's class, which is JavaScript, and what is inside of it.

use super::app::{App, Message};
use super::{panic, worker};
use core::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

/// The element's name.
pub(crate) const NAME: &str = "coro-scope";

#[wasm_bindgen(module = "/src/web/element.js")]
extern "C" {
    #[wasm_bindgen(js_name = define)]
    fn define_class(css: &str, mount: JsValue, module: JsValue, address: &str) -> u32;
    fn broke(module: u32, what: &str, element: Option<u32>);
    fn find(url: &str) -> String;
    fn stay();
}

// The class imports these itself; to name one function of each puts the file beside it.
#[wasm_bindgen(module = "/src/web/around.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn paint();
}
#[wasm_bindgen(module = "/src/web/module.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn ready();
}

thread_local! {
    /// By which number JavaScript knows this instance of the module.
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// Gives the class what fills its elements. Where an earlier instance of the module did, this one takes over. To do it
/// again does nothing.
pub(crate) fn define() {
    if NUMBER.get() != 0 {
        return;
    }
    panic::install_hook();
    let mount = Closure::<dyn Fn(HtmlElement, ShadowRoot, u32) -> Inside>::new(App::inside);
    // The class is never undefined again, so JavaScript owns the function.
    let number = define_class(
        include_str!("element.css"),
        mount.into_js_value(),
        wasm_bindgen::module(),
        &worker::library(),
    );
    NUMBER.set(number);
}

/// The module is a page's own program: after a panic, no other instance of it is to begin.
pub(crate) fn keep_to_this_instance() {
    stay();
}

impl App {
    fn inside(host: HtmlElement, root: ShadowRoot, number: u32) -> Inside {
        Inside(App::mount(host, root, number))
    }
}

/// Where a document is that a lesson names: the sample documents lie with the site, others where the page says.
pub(crate) fn address_of(url: &str) -> String {
    find(url)
}

/// Tells the class that the module broke, and in which element where that is known.
pub(crate) fn say_broken(what: &str, element: Option<u32>) {
    broke(NUMBER.get(), what, element);
}

/// What is inside of one element.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript holds it")]
pub struct Inside(Rc<App>);

#[wasm_bindgen]
#[allow(unreachable_pub, missing_docs, reason = "only the class calls them")]
impl Inside {
    pub fn attribute(&self, name: String, value: Option<String>) {
        self.0.dispatch(Message::Attribute(name, value));
    }

    pub fn run(&self) {
        self.0.dispatch(Message::Run);
    }

    pub fn stop(&self) {
        self.0.dispatch(Message::Stop);
    }

    pub fn seek(&self, at: String) {
        self.0.dispatch(Message::Seek(at));
    }

    pub fn svg(&self) -> Option<String> {
        self.0.svg()
    }

    pub fn recording(&self) -> Option<String> {
        self.0.recording()
    }

    /// The element leaves the page.
    pub fn leave(self) {
        panic::within(Some(self.0.number()), || drop(self));
    }

    /// Panics, in a task where one runs: how the page bears a mistake of ours can be tried.
    #[wasm_bindgen(js_name = breakDown)]
    pub fn break_down(&self) {
        self.0.dispatch(Message::BreakDown);
    }
}
