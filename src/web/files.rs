//! Files in the browser's origin private file system (OPFS), in one folder.

use super::detached::run_detached;
use super::refusal::storage_error;
use crate::error::{Error, Result};
use crate::lessons::world::{Answer, Files, Mode, OpenFile};
use core::cell::Cell;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{FileSystemDirectoryHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions};

// A browser may lack any of these; that is reported as an error.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn directory() -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Handle;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &Handle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &Handle) -> Result<Promise, JsValue>;

    type Blob;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Blob) -> Result<Promise, JsValue>;

    type Writable;
    #[wasm_bindgen(method, catch)]
    fn write(this: &Writable, text: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Writable) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &Writable) -> Result<Promise, JsValue>;
}

/// Our folder: other pages of the same origin may have files, too.
const FOLDER: &str = "coroscope";

/// Persistent files, private to this origin.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserFiles;

impl Files for BrowserFiles {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let name: Rc<str> = name.into();
        run_detached(async move {
            match open(&name, mode).await {
                Ok((handle, writable)) => Ok(Box::new(BrowserFile {
                    name,
                    handle,
                    writable: writable.map(Rc::new),
                }) as Box<dyn OpenFile>),
                Err(why) => Err(refused("opened", &name, &why)),
            }
        })
    }
}

async fn open(name: &str, mode: Mode) -> Result<(Handle, Option<Writing>), JsValue> {
    let top: FileSystemDirectoryHandle = JsFuture::from(directory()?).await?.unchecked_into();
    let make = FileSystemGetDirectoryOptions::new();
    make.set_create(true);
    let folder = top.get_directory_handle_with_options(FOLDER, &make);
    let folder: FileSystemDirectoryHandle = JsFuture::from(folder).await?.unchecked_into();
    let make = FileSystemGetFileOptions::new();
    make.set_create(mode == Mode::Write);
    let handle = folder.get_file_handle_with_options(name, &make);
    let handle: Handle = JsFuture::from(handle).await?.unchecked_into();
    if mode == Mode::Read {
        return Ok((handle, None));
    }
    // A write takes effect when the stream is closed, so closing an empty one truncates the file.
    writing(&handle).await?.finish().await?;
    let writing = writing(&handle).await?;
    Ok((handle, Some(writing)))
}

async fn writing(handle: &Handle) -> Result<Writing, JsValue> {
    let stream = JsFuture::from(handle.create_writable()?).await?;
    Ok(Writing {
        stream: stream.unchecked_into(),
        closed: Cell::new(false),
    })
}

/// A stream of written data. Dropping it before it is closed discards the data.
struct Writing {
    stream: Writable,
    closed: Cell<bool>,
}

impl Writing {
    async fn write(&self, text: &str) -> Result<(), JsValue> {
        JsFuture::from(self.stream.write(text)?).await.map(drop)
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
                // A stream that has failed already rejects this; there is nothing left to discard.
                let _ = JsFuture::from(given_up).await;
            });
        }
    }
}

struct BrowserFile {
    name: Rc<str>,
    handle: Handle,
    writable: Option<Rc<Writing>>,
}

impl OpenFile for BrowserFile {
    fn read(&self) -> Answer<String> {
        let (name, handle) = (self.name.clone(), self.handle.clone());
        run_detached(async move {
            let text = read(&handle).await;
            text.map_err(|why| refused("read", &name, &why))
        })
    }

    fn write(&self, text: &str) -> Answer<()> {
        let (name, text) = (self.name.clone(), text.to_owned());
        let writable = self.writable.clone();
        run_detached(async move {
            let Some(writable) = writable else {
                return Err(Error::msg(format_args!("{name} is open for reading only")));
            };
            let written = writable.write(&text).await;
            written.map_err(|why| refused("written", &name, &why))
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        run_detached(async move {
            match &self.writable {
                None => Ok(()),
                Some(writable) => {
                    let closed = writable.finish().await;
                    closed.map_err(|why| refused("closed", &self.name, &why))
                }
            }
        })
    }
}

async fn read(handle: &Handle) -> Result<String, JsValue> {
    let blob: Blob = JsFuture::from(handle.get_file()?).await?.unchecked_into();
    let text = JsFuture::from(blob.text()?).await?;
    Ok(text.as_string().unwrap_or_default())
}

fn refused(what: &str, name: &str, why: &JsValue) -> Error {
    storage_error(&format!("{name} could not be {what}"), "file system", why)
}
