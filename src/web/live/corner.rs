//! The corner of the page: a button that loads the element and then makes room for it.

use crate::web::refusal::message_of;
use core::cell::{Cell, RefCell};
use js_sys::Array;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Document, HtmlElement, Storage, Url, Window};

/// The element's name.
const ELEMENT: &str = "coro-scope";
/// Set in the session's storage while the timeline is open, so that it is open again after the page was reloaded.
const OPEN: &str = "coroscope-live";
const LABEL: &str = "What this page does";

const CORNER: [(&str, &str); 8] = [
    ("position", "fixed"),
    ("inset", "auto 0 0 auto"),
    ("z-index", "1000"),
    ("box-sizing", "border-box"),
    ("max-inline-size", "min(30rem, 100%)"),
    ("background", "Canvas"),
    ("color", "CanvasText"),
    ("font", "14px/1.4 system-ui, sans-serif"),
];

#[wasm_bindgen]
extern "C" {
    // Bundlers can't follow an address that is known only when the app runs. A page that is bundled loads the class by
    // itself, and then this is not called.
    #[wasm_bindgen(catch, js_name = import)]
    async fn import(address: &str) -> Result<JsValue, JsValue>;
}

/// Adds the corner to the page, with the timeline if that was open before the page was reloaded.
pub(super) fn add(class: &str) -> HtmlElement {
    let root = create("div");
    for (property, value) in CORNER {
        // It can only fail for a property that is read-only.
        let _ = root.style().set_property(property, value);
    }
    let (message, button) = (create("div"), create("button"));
    set(&message, "role", "alert");
    set(&button, "type", "button");
    button.set_text_content(Some(LABEL));
    for child in [&message, &button] {
        root.append_child(child).expect_throw("a div has children");
    }
    let corner = Rc::new(Corner {
        root: root.clone(),
        message,
        button: button.clone(),
        class: class.to_owned(),
        failures: Cell::new(0),
    });
    LAST.replace(Rc::downgrade(&corner));
    if is_remembered() {
        corner.clone().open();
    }
    let click = Closure::<dyn Fn()>::new(move || corner.clone().open());
    listen(&button, "click", click);
    match document().body() {
        Some(body) => body.append_child(&root),
        // A script in the head can run before there is a body.
        None => (document().document_element())
            .expect_throw("a document has a root")
            .append_child(&root),
    }
    .expect_throw("a page has room for an element");
    root
}

thread_local! {
    /// The last corner.
    static LAST: RefCell<Weak<Corner>> = const { RefCell::new(Weak::new()) };
}

/// Says in the corner that the program crashed, with a link to the recording of the last seconds. An open timeline says so
/// itself. The button goes, because the program can't answer any more.
pub(super) fn report_crash(sentence: &str, recording: &str) {
    let Some(corner) = LAST.take().upgrade() else {
        return;
    };
    corner.button.remove();
    if corner
        .root
        .query_selector(ELEMENT)
        .is_ok_and(|it| it.is_some())
    {
        return;
    }
    let message =
        format!("This page’s program crashed. Reload the page to start it again. {sentence} ");
    let _ = corner.message.style().set_property("padding", "0.75rem");
    corner.message.set_text_content(Some(&message));
    let blob = Blob::new_with_str_sequence(&Array::of1(&recording.into()));
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    if let Ok(address) = address {
        let link = create("a");
        set(&link, "href", &address);
        set(&link, "download", "crash.json");
        link.set_text_content(Some("Save what it did last"));
        let _ = corner.message.append_child(&link);
    }
}

struct Corner {
    root: HtmlElement,
    message: HtmlElement,
    button: HtmlElement,
    class: String,
    failures: Cell<u32>,
}

impl Corner {
    /// Loads the element, and shows it, or why that failed.
    fn open(self: Rc<Corner>) {
        self.message.set_text_content(None);
        self.button.set_text_content(Some("Loading the timeline…"));
        set(&self.button, "disabled", "");
        js_sys::futures::spawn_local(async move {
            match self.load().await {
                Ok(()) => self.show(),
                Err(why) => self.fail(&why),
            }
        });
    }

    /// Imports the element's class, unless the page has it already.
    async fn load(&self) -> Result<(), String> {
        if is_defined() {
            return Ok(());
        }
        let address = self.address().map_err(|why| message_of(&why))?;
        let imported = import(&address).await;
        imported.map_err(|why| format!("{address} did not load ({}).", message_of(&why)))?;
        match is_defined() {
            true => Ok(()),
            false => Err(format!("{address} does not define <{ELEMENT}>.")),
        }
    }

    fn address(&self) -> Result<String, JsValue> {
        let page = document().base_uri()?.unwrap_or_default();
        let address = Url::new_with_base(&self.class, &page)?;
        if self.failures.get() > 0 {
            // Browsers remember that an import failed, so a retry needs another address.
            address.set_search(&format!("try={}", self.failures.get()));
        }
        Ok(address.href())
    }

    /// Replaces the button by the element, when that is filled. If the element can't be filled, it says so itself.
    fn show(&self) {
        let element = create(ELEMENT);
        for (name, value) in [
            ("live", "corner"),
            ("view", "timeline"),
            ("loading", "eager"),
        ] {
            set(&element, name, value);
        }
        for event in ["load", "error"] {
            let button = self.button.clone();
            listen(&element, event, Closure::new(move || button.remove()));
        }
        let added = self.root.append_child(&element);
        added.expect_throw("a div has children");
        remember();
    }

    fn fail(&self, why: &str) {
        let message = format!(
            "The timeline can’t be shown: {why} Put the files of Coroscope’s site there, or pass their address to \
             live::mount_from. The page itself is not affected."
        );
        web_sys::console::error_1(&JsValue::from_str(&message));
        self.failures.set(self.failures.get() + 1);
        let _ = self.message.style().set_property("padding", "0.75rem");
        self.message.set_text_content(Some(&message));
        self.button.set_text_content(Some(LABEL));
        // It can only fail for an invalid name.
        let _ = self.button.remove_attribute("disabled");
    }
}

fn window() -> Window {
    web_sys::window().expect_throw("a timeline is on a page")
}

fn document() -> Document {
    window().document().expect_throw("a window has a document")
}

fn create(tag: &str) -> HtmlElement {
    let element = document().create_element(tag).expect_throw("a tag's name");
    element.unchecked_into()
}

fn set(element: &HtmlElement, name: &str, value: &str) {
    let set = element.set_attribute(name, value);
    set.expect_throw("an attribute's name");
}

/// Calls `then` with each event, for as long as JavaScript keeps the element.
fn listen(element: &HtmlElement, event: &str, then: Closure<dyn Fn()>) {
    let listener = then.into_js_value();
    let added = element.add_event_listener_with_callback(event, listener.unchecked_ref());
    added.expect_throw("an event's name");
}

/// Whether the page has the element's class.
fn is_defined() -> bool {
    !window().custom_elements().get(ELEMENT).is_undefined()
}

/// The session's storage; `None` if the browser refuses it.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn is_remembered() -> bool {
    storage().is_some_and(|storage| storage.get_item(OPEN).is_ok_and(|it| it.is_some()))
}

fn remember() {
    if let Some(storage) = storage() {
        // Without storage, the timeline is closed after the page was reloaded.
        let _ = storage.set_item(OPEN, "open");
    }
}
