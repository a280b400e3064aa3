//! The files of a script: the main file, and the modules that it brings along.

use crate::place;
use core::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The texts of a script's files.
#[derive(Default)]
pub(crate) struct ScriptFiles {
    main: RefCell<String>,
    /// By name, such as `helpers/io.py`.
    modules: RefCell<BTreeMap<String, String>>,
}

impl ScriptFiles {
    pub(crate) fn set_main(&self, text: &str) {
        self.main.replace(text.to_owned());
    }

    pub(crate) fn set_modules(&self, modules: BTreeMap<String, String>) {
        self.modules.replace(modules);
    }

    /// The text of the main file.
    pub(crate) fn main(&self) -> String {
        self.main.borrow().clone()
    }

    /// The modules by name.
    pub(crate) fn modules(&self) -> BTreeMap<String, String> {
        self.modules.borrow().clone()
    }

    /// Whether there is a module in a file of this name.
    pub(crate) fn has_module(&self, file: &str) -> bool {
        self.modules.borrow().contains_key(file)
    }

    /// The text of a file; empty if it is not one of the script.
    pub(crate) fn text(&self, file: &str) -> String {
        match file {
            place::FILE => self.main(),
            file => (self.modules.borrow().get(file).cloned()).unwrap_or_default(),
        }
    }
}

/// What was found in the text of each file, when it was first needed.
pub(crate) struct FoundInFiles<T>(RefCell<BTreeMap<String, Rc<T>>>);

impl<T> Default for FoundInFiles<T> {
    fn default() -> FoundInFiles<T> {
        FoundInFiles(RefCell::default())
    }
}

impl<T> FoundInFiles<T> {
    /// What `find` finds in a file.
    pub(crate) fn of(&self, files: &ScriptFiles, file: &str, find: fn(&str) -> T) -> Rc<T> {
        if let Some(known) = self.0.borrow().get(file) {
            return known.clone();
        }
        let found = Rc::new(find(&files.text(file)));
        let mut all = self.0.borrow_mut();
        all.insert(file.to_owned(), found.clone());
        found
    }
}
