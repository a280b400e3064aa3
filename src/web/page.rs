//! The playground page: keeps the address's fragment and the element's attributes in step.

use super::dom::{document, set, toggle, window};
use super::element::NAME;
use super::fragment::{CODE, COMMON_SETTINGS, Fragment};
use super::listener::Listener;
use super::location;
use super::subject::Subject;
use crate::lessons;
use core::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element, Event};

/// Selectors of parts of `index.html`.
const NOTICE: &str = "notice";
const LINKS: &str = ".rail a";
const PREVIOUS: &str = ".steps [rel=prev]";
const NEXT: &str = ".steps [rel=next]";
/// The key in local storage for the ids of completed lessons. A run that was stopped or failed does not count.
const DONE: &str = "coroscope-done";

struct Page {
    element: Element,
    _listeners: [Listener; 3],
}

thread_local! {
    /// A document has one address, so there is one page.
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Connects the address with the page's element. Does nothing in a page without the list of lessons.
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
        Listener::new(changed.clone(), "settings", update_address),
        Listener::new(changed, "run-end", |event| {
            let is_done = detail(&event, "outcome").as_deref() == Some("done");
            if let Some(lesson) = detail(&event, "lesson").filter(|_| is_done) {
                store_done(&lesson);
                mark_done();
            }
        }),
    ];
    PAGE.set(Some(Page {
        element,
        _listeners: listeners,
    }));
    location::mark_as_playground();
    mark_done();
    follow();
}

fn element() -> Option<Element> {
    PAGE.with_borrow(|page| page.as_ref().map(|page| page.element.clone()))
}

/// A text in the detail of an element's event.
fn detail(event: &Event, name: &str) -> Option<String> {
    let event: &CustomEvent = event.unchecked_ref();
    let detail = js_sys::Reflect::get(&event.detail(), &name.into());
    detail.ok()?.as_string()
}

/// Shows the lesson that the address names, after the address changed.
fn follow() {
    let hash = window().location().hash().unwrap_or_default();
    let read = Fragment::read(&hash);
    let (fragment, unread) = match read {
        Ok(fragment) => (fragment, None),
        Err(problem) => (Fragment::default(), Some(problem)),
    };
    let (subject, problem) = fragment.check();
    let fragment = Fragment {
        lesson: subject.id().to_owned(),
        ..fragment
    };
    show(&fragment);
    show_notice(unread.or(problem).as_deref());
}

/// Updates the address after the reader changed a setting in the element.
fn update_address(event: Event) {
    let Some(link) = detail(&event, "link") else {
        return;
    };
    if let Ok(fragment) = Fragment::read(&link) {
        show(&fragment);
        show_notice(None);
    }
    if let Ok(history) = window().history() {
        // Browsers limit how often this may be called; the next change will update the address.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link));
    }
}

/// Sets the element's attributes to what the fragment says.
fn show(fragment: &Fragment) {
    let (Some(element), Some(subject)) = (element(), Subject::find(&fragment.lesson)) else {
        return;
    };
    let all = lessons::ALL.iter().flat_map(|lesson| lesson.settings);
    let ids = all
        .map(|setting| setting.id)
        .chain(COMMON_SETTINGS)
        .chain([CODE]);
    let is_given = |id: &str| fragment.settings.iter().any(|(given, _)| given == id);
    for id in ids.filter(|id| !is_given(id)) {
        // Removing a missing attribute does nothing.
        let _ = element.remove_attribute(id);
    }
    for (id, value) in &fragment.settings {
        let has = subject.settings().iter().any(|setting| setting.id == id);
        let is_code = id == CODE && subject.is_script();
        if has || is_code || COMMON_SETTINGS.contains(&id.as_str()) {
            set(&element, id, value);
        }
    }
    if element.get_attribute("lesson").as_deref() != Some(subject.id()) {
        set(&element, "lesson", subject.id());
    }
    mark_link(subject.id());
}

/// Marks the current lesson in the list, and sets the links to the previous and the next one.
fn mark_link(id: &str) {
    for (link, lesson) in links() {
        toggle(&link, "aria-current", false);
        if lesson == id {
            set(&link, "aria-current", "page");
            scroll_into_rail(&link);
        }
    }
    let here = lessons::ALL.iter().position(|lesson| lesson.id == id);
    let previous = here.and_then(|here| here.checked_sub(1));
    let next = here.map(|here| here + 1);
    for (part, neighbour) in [(PREVIOUS, previous), (NEXT, next)] {
        let lesson = neighbour.and_then(|n| lessons::ALL.get(n));
        let Ok(Some(link)) = document().query_selector(part) else {
            continue;
        };
        toggle(&link, "hidden", lesson.is_none());
        if let Some(lesson) = lesson {
            set(&link, "href", &format!("#{}", lesson.id));
            link.set_text_content(Some(lesson.title));
        }
    }
}

/// Centres a link in the list of lessons, where that scrolls horizontally.
fn scroll_into_rail(link: &Element) {
    let Ok(Some(list)) = link.closest("ol") else {
        return;
    };
    let middle = |element: &Element| {
        let place = element.get_bounding_client_rect();
        place.left() + place.width() / 2.0
    };
    let off = middle(link) - middle(&list);
    list.set_scroll_left(list.scroll_left() + off as i32);
}

/// The links in the list of lessons, with the ids of their lessons.
fn links() -> Vec<(Element, String)> {
    let Ok(links) = document().query_selector_all(LINKS) else {
        return Vec::new();
    };
    let link = |n| {
        let link: Element = links.get(n)?.unchecked_into();
        let lesson = link.get_attribute("href")?.strip_prefix('#')?.to_owned();
        Some((link, lesson))
    };
    (0..links.length()).filter_map(link).collect()
}

/// The ids of completed lessons; none if the page has no local storage.
fn done() -> Vec<String> {
    let storage = window().local_storage().ok().flatten();
    let stored = storage.and_then(|storage| storage.get_item(DONE).ok().flatten());
    let words = stored.unwrap_or_default();
    words.split_whitespace().map(str::to_owned).collect()
}

fn store_done(lesson: &str) {
    let mut done = done();
    if done.iter().any(|it| it == lesson) {
        return;
    }
    done.push(lesson.to_owned());
    if let Ok(Some(storage)) = window().local_storage() {
        // Without storage only the check marks are lost.
        let _ = storage.set_item(DONE, &done.join(" "));
    }
}

fn mark_done() {
    let done = done();
    for (link, lesson) in links() {
        toggle(&link, "data-done", done.contains(&lesson));
    }
}

fn show_notice(problem: Option<&str>) {
    if let Some(notice) = document().get_element_by_id(NOTICE) {
        notice.set_text_content(problem);
        toggle(&notice, "hidden", problem.is_none());
    }
}
