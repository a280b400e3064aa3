//! `<coro-scope>`: the bridge between the element's class, which is JavaScript, and what is inside of it.

use super::app::{App, Message};
use super::fragment::FOR_ALL;
use crate::lessons;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

/// The element's name.
pub(crate) const NAME: &str = "coro-scope";
/// Attributes of every element, beside the settings of its lesson.
const OWN_ATTRIBUTES: [&str; 2] = ["lesson", "autoplay"];

#[wasm_bindgen(module = "/src/web/element.js")]
extern "C" {
    #[wasm_bindgen(js_name = define)]
    fn define_class(name: &str, css: &str, observed: Vec<String>, mount: JsValue);
    fn broke(what: &str);
}

/// Defines the element. Where an earlier copy of this module defined it, this copy takes over.
pub(crate) fn define() {
    let mount = Closure::<dyn Fn(HtmlElement, ShadowRoot) -> Inside>::new(|host, root| {
        Inside(App::mount(host, root))
    });
    // The class is never undefined again, so JavaScript owns the function.
    define_class(
        NAME,
        include_str!("element.css"),
        observed(),
        mount.into_js_value(),
    );
}

/// The attributes that are listened to: the element's own, and every knob of every lesson.
fn observed() -> Vec<String> {
    let knobs = lessons::ALL.iter().flat_map(|lesson| lesson.knobs);
    let mut names: Vec<String> = (OWN_ATTRIBUTES.into_iter())
        .chain(FOR_ALL)
        .chain(knobs.map(|knob| knob.id))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Shows in every element that the module broke.
pub(crate) fn say_broken(what: &str) {
    broke(what);
}

/// What is inside of one element. Freed when the element leaves the page.
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
}
