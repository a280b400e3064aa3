//! Files in memory.

use crate::{Answer, FileError, FileErrorKind, Files, Mode, OpenFile};
use core::cell::{Cell, RefCell};
use coroscope_runtime::{Error, Result, sleep};
use coroscope_trace::time::{Duration, ms};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file system in memory. Clones refer to the same one.
#[derive(Clone, Debug)]
pub struct MemoryFiles {
    /// How long each operation takes.
    pub delay: Duration,
    saved: Rc<RefCell<BTreeMap<Rc<str>, Vec<u8>>>>,
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

    /// The content of a file, as of the last time it was closed.
    pub fn content(&self, name: &str) -> Option<Vec<u8>> {
        self.saved.borrow().get(name).cloned()
    }

    /// The content of a file as a text.
    pub fn text(&self, name: &str) -> Option<String> {
        let bytes = self.content(name)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Files for MemoryFiles {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (files, name) = (self.clone(), Rc::<str>::from(name));
        Box::pin(async move {
            sleep(files.delay).await;
            let saved = files.content(&name);
            let content = match (mode, saved) {
                (Mode::Read, None) => return Err(missing(&name)),
                (Mode::Create, Some(_)) => {
                    return Err(Error::from(FileError {
                        kind: FileErrorKind::AlreadyExists,
                        message: format!("{name} exists already"),
                    }));
                }
                (Mode::Read | Mode::Append, Some(saved)) => saved,
                (Mode::Write | Mode::Create | Mode::Append, _) => Vec::new(),
            };
            if mode != Mode::Read {
                let mut saved = files.saved.borrow_mut();
                saved.insert(name.clone(), content.clone());
            }
            files.open.set(files.open.get() + 1);
            Ok(Box::new(MemoryFile {
                files,
                name,
                mode,
                content: Rc::new(RefCell::new(content)),
            }) as Box<dyn OpenFile>)
        })
    }
}

struct MemoryFile {
    files: MemoryFiles,
    name: Rc<str>,
    mode: Mode,
    /// What closing saves.
    content: Rc<RefCell<Vec<u8>>>,
}

impl OpenFile for MemoryFile {
    fn read(&self) -> Answer<Vec<u8>> {
        let (files, name) = (self.files.clone(), self.name.clone());
        Box::pin(async move {
            sleep(files.delay).await;
            files.content(&name).ok_or_else(|| missing(&name))
        })
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        if self.mode == Mode::Read {
            let refusal = format!("{} is open for reading only", self.name);
            return Box::pin(async move { Err(Error::msg(refusal)) });
        }
        let (content, delay) = (self.content.clone(), self.files.delay);
        Box::pin(async move {
            sleep(delay).await;
            content.borrow_mut().extend(bytes);
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        Box::pin(async move {
            sleep(self.files.delay).await;
            if self.mode != Mode::Read {
                let mut saved = self.files.saved.borrow_mut();
                saved.insert(self.name.clone(), self.content.take());
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
    Error::from(FileError {
        kind: FileErrorKind::NotFound,
        message: format!("{name} could not be opened: it is not there"),
    })
}
