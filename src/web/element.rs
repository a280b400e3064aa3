//! `<coro-scope>`: connects the element's JavaScript class with the [`App`] that fills it.

use super::app::App;
use super::message::{DisplayMessage, FileMessage, HostMessage, Message, RunMessage};
use super::{language, panic, worker};
use core::cell::Cell;
use js_sys::{Array, Function};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{File, HtmlElement, ShadowRoot};

/// The element's name.
pub(crate) const NAME: &str = "coro-scope";
/// The style sheets of the views, put together by `cargo xtask codegen`.
pub(crate) const CSS: &str = include_str!("element.min.css");

#[wasm_bindgen(module = "/src/web/class/element.js")]
extern "C" {
    #[wasm_bindgen(js_name = define)]
    fn define_class(css: &str, mount: JsValue, module: JsValue, address: &str) -> u32;
    #[wasm_bindgen(js_name = reportBroken)]
    fn report_to_class(module: u32, what: &str, element: Option<u32>);
    #[wasm_bindgen(js_name = begin)]
    fn begin_with_texts(module: u32, begin: JsValue);
    fn resolve(url: &str) -> String;
    fn pin();
}

// The class's modules import each other; naming a function of each adds its file to the build.
#[wasm_bindgen(module = "/src/web/class/host_page.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    #[wasm_bindgen(js_name = applyTheme)]
    fn apply_theme();
}
#[wasm_bindgen(module = "/src/web/class/module.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn ready();
}
#[wasm_bindgen(module = "/src/web/class/assets.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn documents();
}
#[wasm_bindgen(module = "/src/web/class/language.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    #[wasm_bindgen(js_name = translatePage)]
    fn translate_page();
}
#[wasm_bindgen(module = "/src/web/class/text.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn text();
}

thread_local! {
    /// The number by which JavaScript identifies this instance of the module.
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// Registers this module with the element's class: it fills the elements, in place of an earlier instance, as soon as there
/// are texts in the page's language. Then it calls `begin`. Repeated calls do nothing.
pub(crate) fn define(begin: fn()) {
    if NUMBER.get() != 0 {
        return;
    }
    panic::install_hook("Coroscope", report_broken);
    let mount =
        Closure::<dyn Fn(HtmlElement, ShadowRoot, u32, Option<Array>) -> ElementHandle>::new(
            App::mount_handle,
        );
    // A custom element can't be undefined, so JavaScript owns the function.
    let number = define_class(
        CSS,
        mount.into_js_value(),
        wasm_bindgen::module(),
        &worker::library(),
    );
    NUMBER.set(number);
    let begin = move |code: String, texts: Array, category: Option<Function>| {
        if let Some(category) = category {
            language::set(code, &texts, category);
        }
        begin();
    };
    let begin = Closure::<dyn FnMut(String, Array, Option<Function>)>::new(begin);
    begin_with_texts(number, begin.into_js_value());
}

/// Marks the module as the page's own program: after a panic, no second instance of it may start.
pub(crate) fn pin_instance() {
    pin();
}

impl App {
    fn mount_handle(
        host: HtmlElement,
        root: ShadowRoot,
        number: u32,
        scripts: Option<Array>,
    ) -> ElementHandle {
        ElementHandle(App::mount(host, root, number, scripts, resolve_document))
    }
}

/// The address of a document that a lesson names: sample documents are part of the build, others are relative to the
/// page.
fn resolve_document(url: &str) -> String {
    resolve(url)
}

/// Reports a panic to the element's class, with the number of the element where it is known.
fn report_broken(what: &str, element: Option<u32>) {
    report_to_class(NUMBER.get(), what, element);
}

/// The content of one element, as the JavaScript class calls it.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript holds it")]
pub struct ElementHandle(Rc<App>);

#[wasm_bindgen]
#[allow(unreachable_pub, missing_docs, reason = "only the class calls them")]
impl ElementHandle {
    pub fn attribute(&self, name: String, value: Option<String>) {
        self.0
            .dispatch(Message::Host(HostMessage::Attribute(name, value)));
    }

    pub fn run(&self) {
        self.0.dispatch(Message::Run(RunMessage::Start));
    }

    pub fn stop(&self) {
        self.0.dispatch(Message::Run(RunMessage::Stop));
    }

    pub fn seek(&self, at: String) {
        self.0.dispatch(Message::Host(HostMessage::Seek(at)));
    }

    pub fn open(&self, file: File) {
        self.0.dispatch(Message::File(FileMessage::Open(file)));
    }

    #[wasm_bindgen(js_name = openAddress)]
    pub fn open_address(&self, address: String) {
        let opened = FileMessage::OpenAddress(address);
        self.0.dispatch(Message::File(opened));
    }

    pub fn present(&self) {
        self.0
            .dispatch(Message::Display(DisplayMessage::Present(true)));
    }

    pub fn svg(&self) -> Option<String> {
        self.0.svg()
    }

    pub fn recording(&self) -> Option<String> {
        self.0.recording()
    }

    /// Drops the content: the element was removed from the page.
    pub fn leave(self) {
        panic::within(Some(self.0.number()), || drop(self));
    }
}
