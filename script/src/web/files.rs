//! Files of scripts, in a folder of the site's private file system (OPFS).

use super::message_of;
use crate::host::{Answer, HostError, HostErrorKind, Mode, OpenFile};
use core::cell::Cell;
use coroscope::web::detached::run_detached;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions,
};

// Each may be missing in a browser, which is an error to report, not a panic.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn directory() -> Result<Promise, JsValue>;

    type Handle;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &Handle, options: &JsValue) -> Result<Promise, JsValue>;

    type Writable;
    #[wasm_bindgen(method, catch)]
    fn write(this: &Writable, bytes: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn seek(this: &Writable, to: f64) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Writable) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &Writable) -> Result<Promise, JsValue>;
}

/// The folder for scripts. The file system is shared by the whole site.
const FOLDER: &str = "coroscope-scripts";

/// Opens a file.
pub(super) fn open(name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
    let name: Rc<str> = name.into();
    run_detached(async move {
        let (handle, writing) = opened(&name, mode).await?;
        Ok(Box::new(BrowserFile {
            name,
            handle,
            writing: writing.map(Rc::new),
        }) as Box<dyn OpenFile>)
    })
}

async fn opened(
    name: &str,
    mode: Mode,
) -> Result<(FileSystemFileHandle, Option<Writing>), HostError> {
    let error = |why: JsValue| file_error("opened", name, &why);
    let folder = folder().await.map_err(error)?;
    if mode == Mode::Create {
        match file(&folder, name, false).await {
            Ok(_) => {
                return Err(HostError {
                    kind: HostErrorKind::AlreadyExists,
                    message: format!("{name} exists already"),
                });
            }
            Err(why) if is_missing(&why) => {}
            Err(why) => return Err(error(why)),
        }
    }
    let handle = file(&folder, name, mode != Mode::Read).await;
    let handle = handle.map_err(error)?;
    if mode == Mode::Read {
        return Ok((handle, None));
    }
    if mode != Mode::Append {
        // Writes are saved when the stream is closed, so closing it without writes truncates the file.
        let truncated = Writing::begin(&handle, false).await.map_err(error)?;
        truncated.finish().await.map_err(error)?;
    }
    let writing = Writing::begin(&handle, true).await.map_err(error)?;
    Ok((handle, Some(writing)))
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let top: FileSystemDirectoryHandle = JsFuture::from(directory()?).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = top.get_directory_handle_with_options(FOLDER, &options);
    Ok(JsFuture::from(folder).await?.unchecked_into())
}

async fn file(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemFileHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    let handle = folder.get_file_handle_with_options(name, &options);
    Ok(JsFuture::from(handle).await?.unchecked_into())
}

async fn blob(handle: &FileSystemFileHandle) -> Result<web_sys::File, JsValue> {
    Ok(JsFuture::from(handle.get_file()).await?.unchecked_into())
}

/// A stream of writes. Dropping it without closing discards them.
struct Writing {
    stream: Writable,
    closed: Cell<bool>,
}

impl Writing {
    /// Starts writing at the end of the file, or in an empty file.
    async fn begin(handle: &FileSystemFileHandle, keep: bool) -> Result<Writing, JsValue> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"keepExistingData".into(), &keep.into())?;
        let stream = handle.unchecked_ref::<Handle>().create_writable(&options)?;
        let stream: Writable = JsFuture::from(stream).await?.unchecked_into();
        let writing = Writing {
            stream,
            closed: Cell::new(false),
        };
        if keep {
            let end = blob(handle).await?.size();
            JsFuture::from(writing.stream.seek(end)?).await?;
        }
        Ok(writing)
    }

    async fn write(&self, bytes: &[u8]) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(bytes);
        JsFuture::from(self.stream.write(&bytes)?).await.map(drop)
    }

    async fn finish(&self) -> Result<(), JsValue> {
        self.closed.set(true);
        JsFuture::from(self.stream.close()?).await.map(drop)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.closed.get()
            && let Ok(aborted) = self.stream.abort()
        {
            spawn_local(async move {
                // A stream that has failed already can't be aborted, and needs not be.
                let _ = JsFuture::from(aborted).await;
            });
        }
    }
}

struct BrowserFile {
    name: Rc<str>,
    handle: FileSystemFileHandle,
    writing: Option<Rc<Writing>>,
}

impl OpenFile for BrowserFile {
    fn read(&self) -> Answer<Vec<u8>> {
        let (name, handle) = (self.name.clone(), self.handle.clone());
        run_detached(async move {
            let bytes = read(&handle).await;
            bytes.map_err(|why| file_error("read", &name, &why))
        })
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        let (name, writing) = (self.name.clone(), self.writing.clone());
        run_detached(async move {
            let Some(writing) = writing else {
                return Err(HostError::other(format_args!(
                    "{name} is open for reading only"
                )));
            };
            let written = writing.write(&bytes).await;
            written.map_err(|why| file_error("written", &name, &why))
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        run_detached(async move {
            let closed = match &self.writing {
                None => Ok(()),
                Some(writing) => writing.finish().await,
            };
            closed.map_err(|why| file_error("closed", &self.name, &why))
        })
    }
}

async fn read(handle: &FileSystemFileHandle) -> Result<Vec<u8>, JsValue> {
    let bytes = JsFuture::from(blob(handle).await?.array_buffer()).await?;
    let bytes: ArrayBuffer = bytes.unchecked_into();
    Ok(Uint8Array::new(&bytes).to_vec())
}

fn is_missing(why: &JsValue) -> bool {
    name_of(why) == "NotFoundError"
}

fn name_of(why: &JsValue) -> String {
    why.dyn_ref::<js_sys::Error>()
        .map_or_else(String::new, |error| String::from(error.name()))
}

/// The error of a file operation, with what is missing and what would be right.
fn file_error(what: &str, name: &str, why: &JsValue) -> HostError {
    let message = message_of(why);
    let reason = match name_of(why).as_str() {
        "NotFoundError" => "it does not exist".into(),
        "QuotaExceededError" => {
            "this site's storage is full: free some space in the browser's settings".into()
        }
        "NoModificationAllowedError" => {
            "another tab or window has it open: close that one, and run again".into()
        }
        // A missing method and an invalid name are both a TypeError.
        "SecurityError" | "NotAllowedError" | "InvalidStateError" | "UnknownError"
        | "TypeError" => {
            format!(
                "this browser does not allow a file of this name, for example in a private window, or where sites may not \
                 store data ({message}); scripts without files work all the same"
            )
        }
        _ => message,
    };
    HostError {
        kind: match is_missing(why) {
            true => HostErrorKind::NotFound,
            false => HostErrorKind::Other,
        },
        message: format!("{name} could not be {what}: {reason}"),
    }
}
