//! Files in memory.

use crate::error::{Error, Result};
use crate::lessons::world::{Answer, Files, Mode, OpenFile};
use crate::sleep;
use crate::time::{Duration, ms};
use core::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file system in memory. Clones refer to the same one.
#[derive(Clone, Debug)]
pub struct MemoryFiles {
    /// How long each operation takes.
    pub delay: Duration,
    saved: Rc<RefCell<BTreeMap<Rc<str>, String>>>,
    open: Rc<Cell<usize>>,
}

impl Default for MemoryFiles {
    fn default() -> MemoryFiles {
        MemoryFiles {
            delay: ms(5),
            saved: Rc::default(),
            open: Rc::default(),
        }
    }
}

impl MemoryFiles {
    /// The number of open files.
    pub fn open_now(&self) -> usize {
        self.open.get()
    }

    /// The text of a file, as of the last time it was closed.
    pub fn text(&self, name: &str) -> Option<String> {
        self.saved.borrow().get(name).cloned()
    }
}

impl Files for MemoryFiles {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (files, name) = (self.clone(), Rc::<str>::from(name));
        Box::pin(async move {
            sleep(files.delay).await;
            if mode == Mode::Write {
                let mut saved = files.saved.borrow_mut();
                saved.insert(name.clone(), String::new());
            } else if files.text(&name).is_none() {
                return Err(missing(&name));
            }
            files.open.set(files.open.get() + 1);
            Ok(Box::new(MemoryFile {
                files,
                name,
                mode,
                written: Rc::default(),
            }) as Box<dyn OpenFile>)
        })
    }
}

struct MemoryFile {
    files: MemoryFiles,
    name: Rc<str>,
    mode: Mode,
    written: Rc<RefCell<String>>,
}

impl OpenFile for MemoryFile {
    fn read(&self) -> Answer<String> {
        let (files, name) = (self.files.clone(), self.name.clone());
        Box::pin(async move {
            sleep(files.delay).await;
            files.text(&name).ok_or_else(|| missing(&name))
        })
    }

    fn write(&self, text: &str) -> Answer<()> {
        if self.mode == Mode::Read {
            let refusal = format!("{} is open for reading only", self.name);
            return Box::pin(async move { Err(Error::msg(refusal)) });
        }
        let (written, text) = (self.written.clone(), text.to_owned());
        let delay = self.files.delay;
        Box::pin(async move {
            sleep(delay).await;
            written.borrow_mut().push_str(&text);
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        Box::pin(async move {
            sleep(self.files.delay).await;
            if self.mode == Mode::Write {
                let mut saved = self.files.saved.borrow_mut();
                saved.insert(self.name.clone(), self.written.take());
            }
            Result::Ok(())
        })
    }
}

impl Drop for MemoryFile {
    fn drop(&mut self) {
        self.files.open.set(self.files.open.get() - 1);
    }
}

fn missing(name: &str) -> Error {
    Error::msg(format_args!("{name} could not be opened: it is not there"))
}
