//! Problems with attributes.

use std::collections::BTreeMap;

/// What is wrong with attributes, by their names.
#[derive(Debug, Default)]
pub(crate) struct Problems(BTreeMap<&'static str, String>);

impl Problems {
    /// Sets what is wrong with an attribute.
    pub(super) fn set(&mut self, name: &'static str, problem: String) {
        self.0.insert(name, problem);
    }

    /// Nothing is wrong with an attribute any more.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Nothing is wrong any more.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// All problems, a line each.
    pub(crate) fn text(&self) -> String {
        let problems: Vec<&str> = self.0.values().map(String::as_str).collect();
        problems.join("\n")
    }
}
