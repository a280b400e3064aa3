//! The playground page: what stands after `#` in its address becomes attributes of its element, and back.

use super::dom::{document, set, toggle, window};
use super::element::NAME;
use super::fragment::{CODE, FOR_ALL, Fragment};
use super::listener::Listener;
use super::script;
use crate::lessons;
use core::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element, Event};

/// The page's parts in `index.html`.
const NOTICE: &str = "notice";
const LINKS: &str = ".rail a";
const BEFORE: &str = ".steps [rel=prev]";
const AFTER: &str = ".steps [rel=next]";
/// Under this name the browser keeps which lessons were run to their end: not those that the reader stopped, or that
/// failed.
const DONE: &str = "coroscope-done";

struct Page {
    element: Element,
    _listeners: [Listener; 3],
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
        Listener::new(changed.clone(), "settings", tell),
        Listener::new(changed, "run-end", |event| {
            let is_done = detail(&event, "outcome").as_deref() == Some("done");
            if let Some(lesson) = detail(&event, "lesson").filter(|_| is_done) {
                keep_done(&lesson);
                mark_done();
            }
        }),
    ];
    PAGE.set(Some(Page {
        element,
        _listeners: listeners,
    }));
    mark_done();
    follow();
}

/// Whether this document is the playground's page.
pub(crate) fn is_here() -> bool {
    PAGE.with_borrow(Option::is_some)
}

/// Goes to what a fragment says.
pub(crate) fn go(fragment: &str) {
    // It is then told that the address changed.
    let _ = window().location().set_hash(fragment);
}

fn element() -> Option<Element> {
    PAGE.with_borrow(|page| page.as_ref().map(|page| page.element.clone()))
}

/// A text that an event of the element's tells.
fn detail(event: &Event, name: &str) -> Option<String> {
    let event: &CustomEvent = event.unchecked_ref();
    let detail = js_sys::Reflect::get(&event.detail(), &name.into());
    detail.ok()?.as_string()
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
    let Some(link) = detail(&event, "link") else {
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
    let (Some(element), Some(lesson)) = (element(), script::find(&fragment.lesson)) else {
        return;
    };
    let knobs = lessons::ALL.iter().flat_map(|lesson| lesson.knobs);
    let settings = knobs.map(|knob| knob.id).chain(FOR_ALL).chain([CODE]);
    let is_given = |id: &str| fragment.knobs.iter().any(|(given, _)| given == id);
    for id in settings.filter(|id| !is_given(id)) {
        // Taking away what is not there does nothing.
        let _ = element.remove_attribute(id);
    }
    for (id, value) in &fragment.knobs {
        let has = lesson.knobs.iter().any(|knob| knob.id == id);
        let is_code = id == CODE && script::is_script(lesson);
        if has || is_code || FOR_ALL.contains(&id.as_str()) {
            set(&element, id, value);
        }
    }
    if element.get_attribute("lesson").as_deref() != Some(lesson.id) {
        set(&element, "lesson", lesson.id);
    }
    mark_link(lesson.id);
}

/// Shows in the rail, and in the links below, where the reader is.
fn mark_link(id: &str) {
    for (link, lesson) in links() {
        toggle(&link, "aria-current", false);
        if lesson == id {
            set(&link, "aria-current", "page");
            bring_up(&link);
        }
    }
    let here = lessons::ALL.iter().position(|lesson| lesson.id == id);
    let before = here.and_then(|here| here.checked_sub(1));
    let after = here.map(|here| here + 1);
    for (part, neighbour) in [(BEFORE, before), (AFTER, after)] {
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

/// Scrolls the rail, where it is too narrow for all lessons, so that this one is in its middle.
fn bring_up(link: &Element) {
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

/// The links of the rail and the lessons that they lead to.
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

/// The lessons that were run to their end; none where the browser keeps nothing for this page.
fn done() -> Vec<String> {
    let kept = window().local_storage().ok().flatten();
    let kept = kept.and_then(|kept| kept.get_item(DONE).ok().flatten());
    let words = kept.unwrap_or_default();
    words.split_whitespace().map(str::to_owned).collect()
}

fn keep_done(lesson: &str) {
    let mut done = done();
    if done.iter().any(|it| it == lesson) {
        return;
    }
    done.push(lesson.to_owned());
    if let Ok(Some(kept)) = window().local_storage() {
        // A browser that keeps nothing only forgets how far the reader was.
        let _ = kept.set_item(DONE, &done.join(" "));
    }
}

fn mark_done() {
    let done = done();
    for (link, lesson) in links() {
        toggle(&link, "data-done", done.contains(&lesson));
    }
}

fn say(problem: Option<&str>) {
    if let Some(notice) = document().get_element_by_id(NOTICE) {
        notice.set_text_content(problem);
        toggle(&notice, "hidden", problem.is_none());
    }
}
