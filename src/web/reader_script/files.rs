//! The files of a script: the main one, and the modules that it imports.

use crate::export::SourceFile;
use crate::web::subject::Subject;
use crate::wording::tr;
use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;

/// The maximum number of modules.
pub(crate) const MAX_MODULES: usize = 50;
/// The maximum number of characters of a file's name.
const MAX_NAME: usize = 100;

/// The files of a script. The first is the main one, the others are modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScriptFiles {
    /// The text of the main file.
    pub(crate) main: String,
    /// The modules, in the order of their tabs.
    pub(crate) modules: Vec<SourceFile>,
    /// The lines that it reads from standard input, while it is in a link.
    pub(crate) linked_input: String,
}

impl From<String> for ScriptFiles {
    fn from(main: String) -> ScriptFiles {
        ScriptFiles {
            main,
            modules: Vec::new(),
            linked_input: String::new(),
        }
    }
}

impl ScriptFiles {
    /// The names of all files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let modules = self.modules.iter().map(|file| &*file.name);
        core::iter::once(Subject::SCRIPT_FILE).chain(modules)
    }

    /// Whether one of them contains these characters.
    pub(crate) fn contain(&self, text: &str) -> bool {
        self.main.contains(text) || self.modules.iter().any(|it| it.text.contains(text))
    }

    /// The number of a file; 0 for the main one.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|it| it == name)
    }

    /// The name of a file, by its number.
    pub(crate) fn name(&self, number: usize) -> &str {
        self.names().nth(number).unwrap_or(Subject::SCRIPT_FILE)
    }

    /// The text of a file, by its number.
    pub(crate) fn text(&self, number: usize) -> &str {
        let module = number.checked_sub(1).and_then(|n| self.modules.get(n));
        module.map_or(&self.main, |file| &file.text)
    }

    /// Sets the text of a file, by its number.
    pub(crate) fn set_text(&mut self, number: usize, text: String) {
        let module = number.checked_sub(1).and_then(|n| self.modules.get_mut(n));
        match module {
            Some(file) => file.text = text,
            None => self.main = text,
        }
    }

    /// Adds a file, or replaces that of the same name. Returns its number.
    ///
    /// # Errors
    /// What is wrong with its name, or that there are too many files; as a sentence.
    pub(crate) fn put(&mut self, name: &str, text: String) -> Result<usize, String> {
        let name = checked_name(name)?;
        let number = match self.position(&name) {
            Some(number) => number,
            None if self.modules.len() == MAX_MODULES => {
                return Err(tr!(
                    "A script can have at most {n} files besides {main} here.",
                    n = MAX_MODULES,
                    main = Subject::SCRIPT_FILE
                ));
            }
            None => {
                let text = String::new();
                self.modules.push(SourceFile { name, text });
                self.modules.len()
            }
        };
        self.set_text(number, text);
        Ok(number)
    }

    /// Renames a module, by its number.
    ///
    /// # Errors
    /// What is wrong with the name, as a sentence.
    pub(crate) fn rename(&mut self, number: usize, name: &str) -> Result<(), String> {
        let name = checked_name(name)?;
        if self.position(&name).is_some_and(|it| it != number) {
            return Err(tr!("There is a file {name} already.", name));
        }
        let module = number.checked_sub(1).and_then(|n| self.modules.get_mut(n));
        if let Some(module) = module {
            module.name = name;
        }
        Ok(())
    }

    /// A name that no file has.
    pub(crate) fn new_name(&self) -> String {
        let mut names = (1..).map(|n| match n {
            1 => "module.py".to_owned(),
            n => format!("module{n}.py"),
        });
        let is_free = |name: &String| self.position(name).is_none();
        names.find(is_free).unwrap_or_default()
    }

    /// The modules, as names that are each followed by the text.
    pub(crate) fn words(&self) -> Array {
        let modules = self.modules.iter();
        let words = modules.flat_map(|file| [&*file.name, &*file.text]);
        words.map(JsValue::from_str).collect()
    }

    /// The modules as text, for addresses and the storage; empty if there are none.
    pub(crate) fn modules_as_text(&self) -> String {
        if self.modules.is_empty() {
            return String::new();
        }
        let text = JSON::stringify(&self.words());
        text.map_or(String::new(), String::from)
    }

    /// Adds modules from such a text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn add_modules(&mut self, text: &str) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        let damaged = || tr!("its further files are damaged").to_owned();
        let words = JSON::parse(text).map_err(|_| damaged())?;
        let words: Array = words.dyn_into().map_err(|_| damaged())?;
        let words: Option<Vec<String>> = words.iter().map(|word| word.as_string()).collect();
        for file in words.ok_or_else(damaged)?.chunks(2) {
            let [name, text] = file else {
                return Err(damaged());
            };
            self.put(name, text.clone())?;
        }
        Ok(())
    }
}

/// The name of a file as Python can import it, such as `helpers/io.py`.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn checked_name(name: &str) -> Result<String, String> {
    let name = name.trim().trim_start_matches("./").replace('\\', "/");
    let path = name.strip_suffix(".py").unwrap_or(&name);
    let is_identifier = |part: &str| {
        let mut letters = part.chars();
        let is_first = |c: char| c == '_' || c.is_alphabetic();
        letters.next().is_some_and(is_first) && letters.all(|c| is_first(c) || c.is_numeric())
    };
    let is_name = path.split('/').all(is_identifier) && name.chars().count() <= MAX_NAME;
    match is_name {
        true => Ok(format!("{path}.py")),
        false => Err(tr!(
            "“{name}” can’t be imported: write a name as in util.py or helpers/io.py, with letters, digits and _.",
            name = crate::web::fragment::shorten(&name)
        )),
    }
}
