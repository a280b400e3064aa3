//! The playground page: keeps the address's fragment and the element's attributes in step.

mod opened_file;
mod progress;
mod title;

use super::dom::{document, focus, set, toggle, window};
use super::element::NAME;
use super::fragment::{
    CODE, COMMON_SETTINGS, EXAMPLE, Fragment, SCHEDULE, SLEEPS, SRC, has_setting,
};
use super::listener::Listener;
use super::location;
use super::state::sample_at;
use super::subject::Subject;
use crate::element_api::{attributes, events as api};
use crate::lessons;
use crate::wording::translate;
use core::cell::RefCell;
use progress::{progress, store_progress, store_solved};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element, Event, HtmlBodyElement, KeyboardEvent};

const AT: &str = attributes::AT.name;
const AUTOPLAY: &str = attributes::AUTOPLAY.name;
/// Selectors of parts of `index.html`.
const NOTICE: &str = "notice";
const LIST: &str = ".rail .list";
const LESSONS: &str = ".rail ol a";
const SCRIPTS: &str = ".rail ul a";
const STEPS: &str = ".steps";
const PREVIOUS: &str = ".steps [rel=prev]";
const NEXT: &str = ".steps [rel=next]";
/// The words in [`PROGRESS`](super::storage::PROGRESS) after the id of a lesson in which the reader guessed or solved the exercise.
const GUESSED: &str = ":guessed";
const SOLVED: &str = ":solved";

struct Page {
    element: Element,
    _listeners: [Listener; 7],
}

thread_local! {
    /// A document has one address, so there is one page.
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Connects the address with the page's element. Does nothing in a page without the list of lessons.
pub(crate) fn begin() {
    let (Ok(Some(_)), Ok(Some(element))) = (
        document().query_selector(LESSONS),
        document().query_selector(NAME),
    ) else {
        return;
    };
    let (changed, presented, loaded) = (element.clone(), element.clone(), element.clone());
    let listeners = [
        Listener::new(document(), "keydown", move |event| {
            if is_present_key(&event) {
                call(&presented, "present");
            }
        }),
        Listener::new(window(), "hashchange", |_| follow()),
        Listener::new(document(), "click", opened_file::close),
        Listener::new(loaded, "load", |event| set_title_of_recording(&event)),
        Listener::new(changed.clone(), "settings", update_address),
        Listener::new(changed.clone(), api::ORDERS.name, |event| {
            store_solved(&event);
            mark_progress();
        }),
        Listener::new(changed, "run-end", |event| {
            store_progress(&event);
            mark_progress();
        }),
    ];
    PAGE.set(Some(Page {
        element,
        _listeners: listeners,
    }));
    location::mark_as_playground();
    mark_progress();
    follow();
}

fn element() -> Option<Element> {
    PAGE.with_borrow(|page| page.as_ref().map(|page| page.element.clone()))
}

/// Whether the key P was pressed while nothing on the page had the focus. The element handles it otherwise.
fn is_present_key(event: &Event) -> bool {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
        return false;
    };
    let on_page = event
        .target()
        .is_some_and(|target| target.is_instance_of::<HtmlBodyElement>());
    let is_plain = !(key.ctrl_key() || key.meta_key() || key.alt_key());
    on_page && is_plain && key.key().eq_ignore_ascii_case("p")
}

/// Calls a method of the element's class.
fn call(element: &Element, method: &str) {
    let found = js_sys::Reflect::get(element, &method.into());
    if let Some(method) = found
        .ok()
        .and_then(|it| it.dyn_into::<js_sys::Function>().ok())
    {
        // The class reports its own errors.
        let _ = method.call0(element);
    }
}

/// A value in the detail of an element's event.
fn value(event: &Event, name: &str) -> JsValue {
    let event: &CustomEvent = event.unchecked_ref();
    js_sys::Reflect::get(&event.detail(), &name.into()).unwrap_or_default()
}

/// A text in the detail of an element's event.
fn detail(event: &Event, name: &str) -> Option<String> {
    value(event, name).as_string()
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
    // Other lessons wait for the reader's guess. To show a moment or an order, the lesson has to run.
    let needs_run = |(id, _): &(String, String)| id == AT || id == SCHEDULE;
    let names_moment = fragment.settings.iter().any(needs_run);
    run_at_once(names_moment);
    show(&fragment);
    show_notice(unread.or(problem).as_deref());
}

/// Updates the address after the reader changed a setting in the element.
fn update_address(event: Event) {
    let Some(link) = detail(&event, "link") else {
        return;
    };
    run_at_once(false);
    if let Ok(fragment) = Fragment::read(&link) {
        show(&fragment);
        show_notice(None);
        if let Some(title) = detail(&event, "title") {
            title::set(&title);
        }
    }
    if let Ok(history) = window().history() {
        // Browsers limit how often this may be called; the next change will update the address.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link));
    }
}

/// Whether the lessons that the attributes select run at once.
fn run_at_once(does: bool) {
    if let Some(element) = element() {
        toggle(&element, AUTOPLAY, does);
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
        .chain([CODE, EXAMPLE, SCHEDULE, SLEEPS, SRC]);
    let is_given = |id: &str| fragment.settings.iter().any(|(given, _)| given == id);
    for id in ids.filter(|id| !is_given(id)) {
        // Removing a missing attribute does nothing.
        let _ = element.remove_attribute(id);
    }
    for (id, value) in &fragment.settings {
        if has_setting(subject, id) {
            set(&element, id, value);
        }
    }
    title::set(match subject.is_recording() && !is_given(SRC) {
        true => translate(Subject::OWN_PROGRAM_TITLE),
        false => subject.title(),
    });
    title::set_example(subject, fragment);
    if element.get_attribute("lesson").as_deref() != Some(subject.id()) {
        set(&element, "lesson", subject.id());
        go_to_top();
    }
    mark_link(subject, fragment);
}

/// Sets the document's title after a recording has become known. One of a lesson has the lesson's title.
fn set_title_of_recording(event: &Event) {
    let lesson = element().and_then(|element| element.get_attribute("lesson"));
    let subject = lesson.as_deref().and_then(Subject::find);
    if let Some(title) =
        detail(event, "title").filter(|_| subject.is_some_and(Subject::is_recording))
    {
        title::set(&title);
    }
}

/// Shows the start of a new lesson. A link below it that led there loses the focus, so that the next one is not far away.
fn go_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
    let active = document().active_element();
    let is_below = active.is_some_and(|active| active.closest(STEPS).is_ok_and(|it| it.is_some()));
    let main = document().query_selector("main").ok().flatten();
    if let Some(main) = main.filter(|_| is_below) {
        focus(main.unchecked_ref());
    }
}

/// Marks the current lesson, script or example in the list, and sets the links to the previous and the next one.
fn mark_link(subject: Subject, fragment: &Fragment) {
    let given =
        |id: &str| (fragment.settings.iter()).find_map(|(it, value)| (it == id).then_some(value));
    let id = subject.id();
    let here = match subject {
        Subject::Script => given(EXAMPLE).map(|name| format!("{id}?{EXAMPLE}={name}")),
        // No link of the list leads to a recording that is not one of the site.
        Subject::Recording => given(SRC).filter(|src| sample_at(src).is_none()).cloned(),
        Subject::Lesson(_) => None,
    };
    let here = here.unwrap_or_else(|| id.to_owned());
    let links = links();
    for (link, target) in &links {
        toggle(link, "aria-current", false);
        if *target == here {
            set(link, "aria-current", "page");
            if let Ok(Some(folded)) = link.closest("details") {
                toggle(&folded, "open", true);
            }
            scroll_into_rail(link);
        }
    }
    let place = links.iter().position(|(_, target)| *target == here);
    let previous = place.and_then(|place| place.checked_sub(1));
    let next = place.map(|place| place + 1);
    for (part, neighbour) in [(PREVIOUS, previous), (NEXT, next)] {
        let Ok(Some(link)) = document().query_selector(part) else {
            continue;
        };
        let neighbour = neighbour.and_then(|n| links.get(n));
        toggle(&link, "hidden", neighbour.is_none());
        if let Some((to, target)) = neighbour {
            set(&link, "href", &format!("#{target}"));
            link.set_text_content(to.text_content().as_deref());
        }
    }
}

/// Centres a link in the list of lessons, where that scrolls horizontally.
fn scroll_into_rail(link: &Element) {
    let Ok(Some(list)) = link.closest(LIST) else {
        return;
    };
    let middle = |element: &Element| {
        let place = element.get_bounding_client_rect();
        place.left() + place.width() / 2.0
    };
    let off = middle(link) - middle(&list);
    list.set_scroll_left(list.scroll_left() + off as i32);
}

/// The links in the list, each with its fragment without `#`: the lessons, and then the reader's own script and the
/// examples of mistakes, although those come first in the list.
fn links() -> Vec<(Element, String)> {
    let mut links = Vec::new();
    for part in [LESSONS, SCRIPTS] {
        let Ok(found) = document().query_selector_all(part) else {
            continue;
        };
        let link = |n| {
            let link: Element = found.get(n)?.unchecked_into();
            let target = link.get_attribute("href")?.strip_prefix('#')?.to_owned();
            Some((link, target))
        };
        links.extend((0..found.length()).filter_map(link));
    }
    links
}

/// Marks in the list which lessons ran, and in which the reader has guessed or solved the exercise.
fn mark_progress() {
    let progress = progress();
    let has = |lesson: &str, suffix| progress.contains(&format!("{lesson}{suffix}"));
    for (link, lesson) in links() {
        toggle(&link, "data-done", has(&lesson, ""));
        toggle(&link, "data-guessed", has(&lesson, GUESSED));
        toggle(&link, "data-solved", has(&lesson, SOLVED));
    }
}

fn show_notice(problem: Option<&str>) {
    if let Some(notice) = document().get_element_by_id(NOTICE) {
        notice.set_text_content(problem);
        toggle(&notice, "hidden", problem.is_none());
    }
}
