//! Text and attributes that are written to the DOM only when they change.

use super::dom::{append, set, toggle};
use web_sys::{Element, Node};

/// An element's text.
pub(crate) struct Text {
    element: Element,
    shown: String,
}

impl Text {
    pub(crate) fn new(element: impl Into<Element>) -> Text {
        let element = element.into();
        let shown = element.text_content().unwrap_or_default();
        Text { element, shown }
    }

    pub(crate) fn show(&mut self, text: &str) {
        if self.shown != text {
            self.element.set_text_content(Some(text));
            self.shown.clear();
            self.shown.push_str(text);
        }
    }
}

/// One attribute of an element.
pub(crate) struct Attr {
    element: Element,
    name: &'static str,
    shown: Option<String>,
}

impl Attr {
    pub(crate) fn new(element: impl Into<Element>, name: &'static str) -> Attr {
        Attr {
            element: element.into(),
            name,
            shown: None,
        }
    }

    pub(crate) fn show(&mut self, value: &str) {
        if self.shown.as_deref() != Some(value) {
            set(&self.element, self.name, value);
            let shown = self.shown.get_or_insert_default();
            shown.clear();
            shown.push_str(value);
        }
    }
}

/// One boolean attribute of an element.
pub(crate) struct Flag {
    element: Element,
    name: &'static str,
    shown: Option<bool>,
}

impl Flag {
    pub(crate) fn new(element: impl Into<Element>, name: &'static str) -> Flag {
        Flag {
            element: element.into(),
            name,
            shown: None,
        }
    }

    pub(crate) fn show(&mut self, on: bool) {
        if self.shown != Some(on) {
            self.shown = Some(on);
            toggle(&self.element, self.name, on);
        }
    }
}

/// A list of equal elements, reused when their number changes.
pub(crate) struct Pool<T> {
    parent: Node,
    make: Box<dyn Fn() -> (Element, T)>,
    made: Vec<(Element, T)>,
    shown: usize,
}

impl<T> Pool<T> {
    pub(crate) fn new(
        parent: impl Into<Node>,
        make: impl Fn() -> (Element, T) + 'static,
    ) -> Pool<T> {
        Pool {
            parent: parent.into(),
            make: Box::new(make),
            made: Vec::new(),
            shown: 0,
        }
    }

    /// Shows exactly `count` elements and returns their parts.
    pub(crate) fn show(&mut self, count: usize) -> impl Iterator<Item = &mut T> {
        while self.made.len() < count {
            self.made.push((self.make)());
        }
        for (element, _) in self.made.iter().take(count).skip(self.shown) {
            append(&self.parent, element);
        }
        for (element, _) in self.made.iter().take(self.shown).skip(count) {
            element.remove();
        }
        self.shown = count;
        self.made.iter_mut().take(count).map(|(_, item)| item)
    }
}
