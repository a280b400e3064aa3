//! The playground page: what stands after `#` in its address becomes attributes of its element, and back.

use super::dom::{document, set, toggle, window};
use super::element::NAME;
use super::fragment::{FOR_ALL, Fragment};
use super::listener::Listener;
use crate::lessons;
use core::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element, Event};

/// Ids of the page's parts in `index.html`.
const NOTICE: &str = "notice";
const LINKS: &str = ".rail a";

struct Page {
    element: Element,
    _listeners: [Listener; 2],
}

thread_local! {
    /// A document has one address, so there is one of these, for as long as the document is there.
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Ties the address to the page's element. A page without the rail of lessons is somebody else's.
pub(crate) fn begin() {
    let (Ok(Some(_)), Ok(Some(element))) = (
        document().query_selector(LINKS),
        document().query_selector(NAME),
    ) else {
        return;
    };
    let changed = element.clone();
    let listeners = [
        Listener::new(window(), "hashchange", |_| follow()),
        Listener::new(changed, "coro-change", tell),
    ];
    PAGE.set(Some(Page {
        element,
        _listeners: listeners,
    }));
    follow();
}

fn element() -> Option<Element> {
    PAGE.with_borrow(|page| page.as_ref().map(|page| page.element.clone()))
}

/// The address has changed: shows the lesson that it names.
fn follow() {
    let hash = window().location().hash().unwrap_or_default();
    let read = Fragment::read(&hash);
    let (fragment, unread) = match read {
        Ok(fragment) => (fragment, None),
        Err(problem) => (Fragment::default(), Some(problem)),
    };
    let (lesson, problem) = fragment.check();
    let fragment = Fragment {
        lesson: lesson.id.to_owned(),
        ..fragment
    };
    show(&fragment);
    say(unread.or(problem).as_deref());
}

/// The reader turned a knob in the element: the address says so.
fn tell(event: Event) {
    let event: CustomEvent = event.unchecked_into();
    let Some(link) = event.detail().as_string() else {
        return;
    };
    if let Ok(fragment) = Fragment::read(&link) {
        show(&fragment);
        say(None);
    }
    if let Ok(history) = window().history() {
        // A browser may refuse when it is asked too often; the address is then told the next time.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link));
    }
}

/// Makes the element's attributes say what the fragment says.
fn show(fragment: &Fragment) {
    let (Some(element), Some(lesson)) = (element(), lessons::find(&fragment.lesson)) else {
        return;
    };
    let knobs = lessons::ALL.iter().flat_map(|lesson| lesson.knobs);
    let settings = knobs.map(|knob| knob.id).chain(FOR_ALL);
    let is_given = |id: &str| fragment.knobs.iter().any(|(given, _)| given == id);
    for id in settings.filter(|id| !is_given(id)) {
        // Taking away what is not there does nothing.
        let _ = element.remove_attribute(id);
    }
    for (id, value) in &fragment.knobs {
        let has = lesson.knobs.iter().any(|knob| knob.id == id);
        if has || FOR_ALL.contains(&id.as_str()) {
            set(&element, id, value);
        }
    }
    if element.get_attribute("lesson").as_deref() != Some(lesson.id) {
        set(&element, "lesson", lesson.id);
    }
    mark_link(lesson.id);
}

fn mark_link(id: &str) {
    let Ok(links) = document().query_selector_all(LINKS) else {
        return;
    };
    for link in (0..links.length()).filter_map(|n| links.get(n)) {
        let link: Element = link.unchecked_into();
        let is_current = link.get_attribute("href").as_deref() == Some(&format!("#{id}"));
        toggle(&link, "aria-current", false);
        if is_current {
            set(&link, "aria-current", "page");
        }
    }
}

fn say(problem: Option<&str>) {
    if let Some(notice) = document().get_element_by_id(NOTICE) {
        notice.set_text_content(problem);
        toggle(&notice, "hidden", problem.is_none());
    }
}
