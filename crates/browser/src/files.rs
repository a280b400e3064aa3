//! Files in the browser's origin private file system (OPFS), in one folder.

use crate::detached::run_detached;
use crate::refusal::{OTHER_LESSONS_WORK, StorageAdvice, is_not_found, storage_error};
use core::cell::Cell;
use coroscope_runtime::{Error, Result};
use coroscope_world::{Answer, FileError, FileErrorKind, Files, Mode, OpenFile};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{FileSystemDirectoryHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions};

// A browser may lack any of these; that is reported as an error.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn directory() -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Handle;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &Handle, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &Handle) -> Result<Promise, JsValue>;

    type Blob;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Blob) -> f64;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &Blob) -> Result<Promise, JsValue>;

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

/// Persistent files, private to this origin.
#[derive(Clone, Copy, Debug)]
pub struct BrowserFiles {
    /// Other pages of the same origin may have files, too.
    folder: &'static str,
    advice: StorageAdvice,
}

impl BrowserFiles {
    /// The files of lessons.
    pub fn of_lessons() -> BrowserFiles {
        BrowserFiles {
            folder: "coroscope",
            advice: StorageAdvice {
                refusal: "this browser gives the page no file system",
                still_works: OTHER_LESSONS_WORK,
            },
        }
    }

    /// The files of scripts.
    pub fn of_scripts() -> BrowserFiles {
        BrowserFiles {
            folder: "coroscope-scripts",
            advice: StorageAdvice {
                refusal: "this browser does not allow a file of this name",
                still_works: "Scripts without files still work",
            },
        }
    }
}

impl Files for BrowserFiles {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (files, name) = (*self, Rc::<str>::from(name));
        run_detached(async move {
            match open(files.folder, &name, mode).await {
                Ok(Opened::File(handle, writing)) => Ok(Box::new(BrowserFile {
                    name,
                    handle,
                    writing: writing.map(Rc::new),
                    advice: files.advice,
                }) as Box<dyn OpenFile>),
                Ok(Opened::ExistsAlready) => Err(Error::from(FileError {
                    kind: FileErrorKind::AlreadyExists,
                    message: format!("{name} exists already"),
                })),
                Err(why) => {
                    let what = format!("{name} could not be opened");
                    Err(storage_error(&what, files.advice, &why))
                }
            }
        })
    }
}

enum Opened {
    File(Handle, Option<Writing>),
    /// The file was to be created.
    ExistsAlready,
}

async fn open(folder: &str, name: &str, mode: Mode) -> Result<Opened, JsValue> {
    let top: FileSystemDirectoryHandle = JsFuture::from(directory()?).await?.unchecked_into();
    let make = FileSystemGetDirectoryOptions::new();
    make.set_create(true);
    let folder = top.get_directory_handle_with_options(folder, &make);
    let folder: FileSystemDirectoryHandle = JsFuture::from(folder).await?.unchecked_into();
    if mode == Mode::Create {
        match handle(&folder, name, false).await {
            Ok(_) => return Ok(Opened::ExistsAlready),
            Err(why) if is_not_found(&why) => {}
            Err(why) => return Err(why),
        }
    }
    let handle = handle(&folder, name, mode != Mode::Read).await?;
    if mode == Mode::Read {
        return Ok(Opened::File(handle, None));
    }
    if mode != Mode::Append {
        // Writes take effect when the stream is closed, so closing an empty one truncates the file.
        Writing::begin(&handle, false).await?.finish().await?;
    }
    let writing = Writing::begin(&handle, true).await?;
    Ok(Opened::File(handle, Some(writing)))
}

async fn handle(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<Handle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    let handle = folder.get_file_handle_with_options(name, &options);
    Ok(JsFuture::from(handle).await?.unchecked_into())
}

async fn blob(handle: &Handle) -> Result<Blob, JsValue> {
    Ok(JsFuture::from(handle.get_file()?).await?.unchecked_into())
}

/// A stream of written data. Dropping it before it is closed discards the data.
struct Writing {
    stream: Writable,
    closed: Cell<bool>,
}

impl Writing {
    /// Starts writing at the end of the file, or in an empty file.
    async fn begin(handle: &Handle, keep: bool) -> Result<Writing, JsValue> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"keepExistingData".into(), &keep.into())?;
        let stream = JsFuture::from(handle.create_writable(&options)?).await?;
        let writing = Writing {
            stream: stream.unchecked_into(),
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
                // A stream that has failed already rejects this; there is nothing left to discard.
                let _ = JsFuture::from(given_up).await;
            });
        }
    }
}

struct BrowserFile {
    name: Rc<str>,
    handle: Handle,
    writing: Option<Rc<Writing>>,
    advice: StorageAdvice,
}

impl OpenFile for BrowserFile {
    fn read(&self) -> Answer<Vec<u8>> {
        let (name, handle, advice) = (self.name.clone(), self.handle.clone(), self.advice);
        run_detached(async move {
            let bytes = read(&handle).await;
            bytes.map_err(|why| storage_error(&format!("{name} could not be read"), advice, &why))
        })
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        let (name, writing, advice) = (self.name.clone(), self.writing.clone(), self.advice);
        run_detached(async move {
            let Some(writing) = writing else {
                return Err(Error::msg(format_args!("{name} is open for reading only")));
            };
            let written = writing.write(&bytes).await;
            written
                .map_err(|why| storage_error(&format!("{name} could not be written"), advice, &why))
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        run_detached(async move {
            match &self.writing {
                None => Ok(()),
                Some(writing) => {
                    let closed = writing.finish().await;
                    closed.map_err(|why| {
                        let what = format!("{} could not be closed", self.name);
                        storage_error(&what, self.advice, &why)
                    })
                }
            }
        })
    }
}

async fn read(handle: &Handle) -> Result<Vec<u8>, JsValue> {
    let bytes = JsFuture::from(blob(handle).await?.array_buffer()?).await?;
    let bytes: ArrayBuffer = bytes.unchecked_into();
    Ok(Uint8Array::new(&bytes).to_vec())
}
