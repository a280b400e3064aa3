//! Files by their names.

use super::{Answer, World};
use crate::{Io, io};
use std::rc::Rc;

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To read what is there.
    Read,
    /// To write it anew: it is made where it is not there, and emptied where it is.
    Write,
}

/// A file system.
pub trait Files {
    /// Opens a file.
    ///
    /// # Errors
    /// A message that names the file, what is missing, and what still works.
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>>;
}

/// An open file. What was written comes into the file when it is closed; where it is dropped
/// instead, that is lost.
pub trait OpenFile {
    /// All of the text.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    fn read(&self) -> Answer<String>;

    /// Writes after what was written before.
    ///
    /// # Errors
    /// A message that names the file and what went wrong, such as a full disk.
    fn write(&self, text: &str) -> Answer<()>;

    /// Closes it, and keeps what was written.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    fn close(self: Box<Self>) -> Answer<()>;
}

/// An open file whose waits are named in the log. What was written comes into the file when it is
/// closed, so close it in the exit of a [`scope`](crate::scope()): dropped instead, it loses that.
///
/// # Examples
/// ```
/// use coroscope::lessons::{doubles, world::{File, Mode}};
/// use coroscope::{Runtime, scope};
/// let world = doubles::world();
/// let text = Runtime::virtual_clock().block_on(async move {
///     let file = world.open("notes.txt", Mode::Write).await?;
///     scope(file, async |file: &File| file.write("kept").await, File::close).await?;
///     let file = world.open("notes.txt", Mode::Read).await?;
///     scope(file, async |file: &File| file.read().await, File::close).await
/// });
/// assert_eq!(text.unwrap(), "kept");
/// ```
pub struct File {
    name: Rc<str>,
    open: Box<dyn OpenFile>,
}

impl World {
    /// Opens a file.
    ///
    /// # Errors
    /// A message that names the file, what is missing, and what still works.
    ///
    /// # asyncio
    /// `aiofiles.open`, or `asyncio.to_thread(open, …)`.
    #[track_caller]
    pub fn open(&self, name: &str, mode: Mode) -> Io<Answer<File>> {
        let opening = self.files.open(name, mode);
        let named = name.into();
        let file = async move {
            let open = opening.await?;
            Ok(File { name: named, open })
        };
        io(format!("open {name}"), Box::pin(file))
    }
}

impl File {
    /// All of the text.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    #[track_caller]
    pub fn read(&self) -> Io<Answer<String>> {
        io(format!("read {}", self.name), self.open.read())
    }

    /// Writes after what was written before.
    ///
    /// # Errors
    /// A message that names the file and what went wrong, such as a full disk.
    #[track_caller]
    pub fn write(&self, text: impl AsRef<str>) -> Io<Answer<()>> {
        io(
            format!("write {}", self.name),
            self.open.write(text.as_ref()),
        )
    }

    /// Closes it, and keeps what was written.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    #[track_caller]
    pub fn close(self) -> Io<Answer<()>> {
        io(format!("close {}", self.name), self.open.close())
    }
}
