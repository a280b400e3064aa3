//! Helpers to create elements. Text is always inserted as text; nothing here parses markup.

use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Document, Element, FocusOptions, HtmlElement, Node, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition, SvgElement, Window,
};

const SVG: &str = "http://www.w3.org/2000/svg";

/// The page's window. Must not be called in a worker.
pub(crate) fn window() -> Window {
    web_sys::window().expect_throw("an element is on a page")
}

/// The page's document.
pub(crate) fn document() -> Document {
    window().document().expect_throw("a window has a document")
}

/// A new HTML element.
pub(crate) fn html(tag: &str) -> HtmlElement {
    html_as(tag)
}

/// A new HTML element as its specific type, such as `HtmlInputElement` for `input`.
pub(crate) fn html_as<E: JsCast>(tag: &str) -> E {
    let element = document().create_element(tag).expect_throw("a tag's name");
    element.unchecked_into()
}

/// A new SVG element.
pub(crate) fn svg(tag: &str) -> SvgElement {
    let element = document().create_element_ns(Some(SVG), tag);
    element.expect_throw("a tag's name").unchecked_into()
}

/// Moves the focus to an element without scrolling.
pub(crate) fn focus(element: &HtmlElement) {
    let stay = FocusOptions::new();
    stay.set_prevent_scroll(true);
    // An element that is not in the document can't be focused.
    let _ = element.focus_with_options(&stay);
}

/// Moves the focus to an element, and scrolls `container`, which contains it, into view.
pub(crate) fn focus_and_reveal(element: &HtmlElement, container: &Element) {
    focus(element);
    reveal(container);
}

/// Scrolls an element into view, no further than needed.
pub(crate) fn reveal(element: &Element) {
    let scroll = ScrollIntoViewOptions::new();
    scroll.set_block(ScrollLogicalPosition::Nearest);
    scroll.set_behavior(match wants_less_motion() {
        true => ScrollBehavior::Instant,
        false => ScrollBehavior::Smooth,
    });
    element.scroll_into_view_with_scroll_into_view_options(&scroll);
}

/// Builds an element in one expression.
pub(crate) trait Build: AsRef<Element> + Sized {
    /// Sets its classes.
    fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    fn attr(self, name: &str, value: &str) -> Self {
        set(self.as_ref(), name, value);
        self
    }

    /// Replaces its content with a text.
    fn text(self, text: &str) -> Self {
        self.as_ref().set_text_content(Some(text));
        self
    }

    /// Adds a child at the end.
    fn child(self, child: impl AsRef<Node>) -> Self {
        append(self.as_ref(), child);
        self
    }
}

impl<E: AsRef<Element>> Build for E {}

/// Sets an attribute.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    element
        .set_attribute(name, value)
        .expect_throw("an attribute's name");
}

/// Adds a child at the end.
pub(crate) fn append(parent: &Node, child: impl AsRef<Node>) {
    parent
        .append_child(child.as_ref())
        .expect_throw("a node that can be a child");
}

/// Puts an element in the place of another.
pub(crate) fn replace(old: &Element, new: impl AsRef<Node>) {
    // It can only fail for an element that contains its own replacement.
    let _ = old.replace_with_with_node_1(new.as_ref());
}

/// Sets or removes a boolean attribute.
pub(crate) fn toggle(element: &Element, name: &str, on: bool) {
    element
        .toggle_attribute_with_force(name, on)
        .expect_throw("an attribute's name");
}

/// Sets a style property. A strict Content-Security-Policy allows this, but not `style` attributes.
pub(crate) fn style(element: &HtmlElement, property: &str, value: &str) {
    element
        .style()
        .set_property(property, value)
        .expect_throw("a style property");
}

/// Whether the reader prefers reduced motion.
pub(crate) fn wants_less_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// The page's clock, in milliseconds.
pub(crate) fn milliseconds() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Whether the text in an element runs from right to left.
pub(crate) fn is_right_to_left(element: &Element) -> bool {
    let styles = window().get_computed_style(element).ok().flatten();
    styles.is_some_and(|styles| styles.get_property_value("direction").as_deref() == Ok("rtl"))
}
