//! Files of scripts, on the browser's file system of the site's own (OPFS), in a folder of theirs.

use super::words_of;
use crate::outside::{Answer, Mode, OpenFile, Refusal, RefusalKind};
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

// Each may be missing, which is an error to tell and not one to die of.
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

/// The folder of scripts: the file system is the whole site's.
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
) -> Result<(FileSystemFileHandle, Option<Writing>), Refusal> {
    let told = |why: JsValue| refusal("opened", name, &why);
    let folder = folder().await.map_err(told)?;
    if mode == Mode::Create {
        match file(&folder, name, false).await {
            Ok(_) => {
                return Err(Refusal {
                    kind: RefusalKind::Exists,
                    message: format!("{name} is there already"),
                });
            }
            Err(why) if is_missing(&why) => {}
            Err(why) => return Err(told(why)),
        }
    }
    let handle = file(&folder, name, mode != Mode::Read).await;
    let handle = handle.map_err(told)?;
    if mode == Mode::Read {
        return Ok((handle, None));
    }
    if mode != Mode::Append {
        // What is written comes into the file when it is closed; so closing nothing empties it.
        let emptied = Writing::begin(&handle, false).await.map_err(told)?;
        emptied.finish().await.map_err(told)?;
    }
    let writing = Writing::begin(&handle, true).await.map_err(told)?;
    Ok((handle, Some(writing)))
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let top: FileSystemDirectoryHandle = JsFuture::from(directory()?).await?.unchecked_into();
    let make = FileSystemGetDirectoryOptions::new();
    make.set_create(true);
    let folder = top.get_directory_handle_with_options(FOLDER, &make);
    Ok(JsFuture::from(folder).await?.unchecked_into())
}

async fn file(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemFileHandle, JsValue> {
    let make = FileSystemGetFileOptions::new();
    make.set_create(create);
    let handle = folder.get_file_handle_with_options(name, &make);
    Ok(JsFuture::from(handle).await?.unchecked_into())
}

async fn blob(handle: &FileSystemFileHandle) -> Result<web_sys::File, JsValue> {
    Ok(JsFuture::from(handle.get_file()).await?.unchecked_into())
}

/// What is being written. Dropped and not closed, it is given up.
struct Writing {
    stream: Writable,
    closed: Cell<bool>,
}

impl Writing {
    /// Begins after what is there, or with nothing.
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
            && let Ok(given_up) = self.stream.abort()
        {
            spawn_local(async move {
                // A stream that has failed already refuses; there is nothing left to give up.
                let _ = JsFuture::from(given_up).await;
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
            bytes.map_err(|why| refusal("read", &name, &why))
        })
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        let (name, writing) = (self.name.clone(), self.writing.clone());
        run_detached(async move {
            let Some(writing) = writing else {
                return Err(Refusal::other(format_args!(
                    "{name} is open for reading only"
                )));
            };
            let written = writing.write(&bytes).await;
            written.map_err(|why| refusal("written", &name, &why))
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        run_detached(async move {
            let closed = match &self.writing {
                None => Ok(()),
                Some(writing) => writing.finish().await,
            };
            closed.map_err(|why| refusal("closed", &self.name, &why))
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

/// Why a file was refused: what is missing, and what would be right.
fn refusal(what: &str, name: &str, why: &JsValue) -> Refusal {
    let words = words_of(why);
    let reason = match name_of(why).as_str() {
        "NotFoundError" => "it is not there".into(),
        "QuotaExceededError" => {
            "the room that this site has in the browser is full: free some in the browser's settings".into()
        }
        "NoModificationAllowedError" => {
            "another tab or window has it open: close that one, and run again".into()
        }
        // What is missing altogether is a TypeError: a method of nothing, or a name that can't be.
        "SecurityError" | "NotAllowedError" | "InvalidStateError" | "UnknownError" | "TypeError" => {
            format!(
                "this browser gives the page no file of this name, as in some private windows, or where a site \
                 may not store data ({words}); a script that uses no files works all the same"
            )
        }
        _ => words,
    };
    Refusal {
        kind: match is_missing(why) {
            true => RefusalKind::Missing,
            false => RefusalKind::Other,
        },
        message: format!("{name} could not be {what}: {reason}"),
    }
}
