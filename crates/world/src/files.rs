//! Files, by name.

use super::{Answer, World};
use core::fmt;
use coroscope_runtime::{Io, io};
use std::rc::Rc;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For reading.
    Read,
    /// For writing: the file is created, or truncated if it exists.
    Write,
    /// For appending: the file is created if it does not exist.
    Append,
    /// For writing a new file; fails if it exists.
    Create,
}

/// A file system.
pub trait Files {
    /// Opens a file.
    ///
    /// # Errors
    /// [`FileError`] if the file does not exist or exists already. Otherwise a message that names the file, what is
    /// missing, and what still works.
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>>;
}

/// Whether a file exists was the reason why it could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// What is wrong.
    pub kind: FileErrorKind,
    /// A message that names the file and what is wrong.
    pub message: String,
}

/// The kinds of [`FileError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileErrorKind {
    /// There is no such file.
    NotFound,
    /// The file exists already.
    AlreadyExists,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileError {}

/// An open file. Writes are saved when it is closed, and lost when it is dropped without.
pub trait OpenFile {
    /// Reads the whole content.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    fn read(&self) -> Answer<Vec<u8>>;

    /// Appends to what was written before.
    ///
    /// # Errors
    /// A message that names the file and what went wrong, such as a full disk.
    fn write(&self, bytes: Vec<u8>) -> Answer<()>;

    /// Closes the file and saves what was written.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    fn close(self: Box<Self>) -> Answer<()>;
}

/// An open text file whose operations are named in the log. Writes are saved when it is closed, so close it in the
/// exit of a [`scope`](coroscope_runtime::scope()). Dropping it instead loses them.
///
/// # Examples
/// ```
/// use coroscope::world::{File, Mode};
/// use coroscope::{Runtime, lessons::doubles, scope};
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
    /// Reads the whole text.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    #[track_caller]
    pub fn read(&self) -> Io<Answer<String>> {
        let reading = self.open.read();
        let text = async move { Ok(String::from_utf8_lossy(&reading.await?).into_owned()) };
        io(format!("read {}", self.name), Box::pin(text))
    }

    /// Appends to what was written before.
    ///
    /// # Errors
    /// A message that names the file and what went wrong, such as a full disk.
    #[track_caller]
    pub fn write(&self, text: impl AsRef<str>) -> Io<Answer<()>> {
        io(
            format!("write {}", self.name),
            self.open.write(text.as_ref().into()),
        )
    }

    /// Closes the file and saves what was written.
    ///
    /// # Errors
    /// A message that names the file and what went wrong.
    #[track_caller]
    pub fn close(self) -> Io<Answer<()>> {
        io(format!("close {}", self.name), self.open.close())
    }
}
