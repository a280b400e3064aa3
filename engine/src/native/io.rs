//! Requests and files, for `python/aiohttp` and `python/aiofiles`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod io {
    use crate::current;
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use core::cell::RefCell;
    use coroscope_world::{
        self as world, Answer, FileError, FileErrorKind, Mode, OpenFile, Request, Response,
    };
    use rustpython_vm::builtins::PyBaseExceptionRef;
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// The body of a response, which can be read once.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Body")]
    #[derive(PyPayload)]
    struct Body {
        /// The URL of the request, so that the log shows which request the body belongs to.
        url: String,
        read: RefCell<Option<world::Body>>,
    }

    impl core::fmt::Debug for Body {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "Body({})", self.url)
        }
    }

    #[pyclass]
    impl Body {
        /// Returns a coroutine that reads all bytes.
        #[pymethod]
        fn read(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<NativeCoroutine> {
            let Some(read) = zelf.read.take() else {
                return Err(vm.new_runtime_error("the body of the response was released"));
            };
            let what = format!("body of {}", zelf.url);
            Ok(NativeCoroutine::new("ClientResponse.read", async move {
                let bytes = coroscope_runtime::io(what, current::response(read())).await;
                with_current_vm(|vm| match bytes {
                    Ok(bytes) => Ok(vm.ctx.new_bytes(bytes).into()),
                    Err(error) => Err(vm.new_os_error(error.to_string())),
                })
            }))
        }

        /// Aborts reading.
        #[pymethod]
        fn release(zelf: &Py<Self>) {
            drop(zelf.read.take());
        }
    }

    /// Returns a coroutine that sends a request and returns the response's status, reason, URL, headers and body.
    #[pyfunction]
    fn fetch(
        method: String,
        url: String,
        headers: Vec<PyObjectRef>,
        body: Option<Vec<u8>>,
        vm: &VirtualMachine,
    ) -> PyResult<NativeCoroutine> {
        let header = |pair: PyObjectRef| match pair.try_into_value::<Vec<String>>(vm)?.as_slice() {
            [name, value] => Ok((name.clone(), value.clone())),
            _ => Err(vm.new_type_error("a header must be a name and a value")),
        };
        let headers = headers.into_iter().map(header).collect::<PyResult<_>>()?;
        let request = Request {
            method,
            url,
            headers,
            body,
        };
        Ok(NativeCoroutine::new("ClientSession._ask", async move {
            let (what, url) = (
                format!("{} {}", request.method, request.url),
                request.url.clone(),
            );
            let response =
                coroscope_runtime::io(what, current::response(current::host().fetch(request)))
                    .await;
            with_current_vm(|vm| match response {
                Ok(response) => Ok(response_tuple(url, response, vm)),
                Err(error) => Err(vm.new_os_error(error.to_string())),
            })
        }))
    }

    /// A response as a tuple. `url` is that of the request.
    fn response_tuple(url: String, response: Response, vm: &VirtualMachine) -> PyObjectRef {
        let text = |text: String| -> PyObjectRef { vm.ctx.new_str(text).into() };
        let headers = (response.headers.into_iter())
            .map(|(name, value)| vm.ctx.new_tuple(vec![text(name), text(value)]).into());
        let headers = vm.ctx.new_list(headers.collect());
        let body = Body {
            url,
            read: RefCell::new(Some(response.body)),
        };
        let parts = vec![
            vm.ctx.new_int(response.status).into(),
            text(response.reason),
            text(response.url),
            headers.into(),
            body.into_ref(&vm.ctx).into(),
        ];
        vm.ctx.new_tuple(parts).into()
    }

    /// An open file.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "File")]
    #[derive(PyPayload)]
    struct File {
        name: String,
        open: RefCell<Option<Box<dyn OpenFile>>>,
    }

    impl core::fmt::Debug for File {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "File({})", self.name)
        }
    }

    #[pyclass]
    impl File {
        #[pymethod]
        fn read(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<NativeCoroutine> {
            let reading = zelf.access(|file| file.read(), vm)?;
            let name = zelf.name.clone();
            Ok(NativeCoroutine::new("read", async move {
                let bytes =
                    coroscope_runtime::io(format!("read {name}"), current::response(reading)).await;
                with_current_vm(|vm| match bytes {
                    Ok(bytes) => Ok(vm.ctx.new_bytes(bytes).into()),
                    Err(error) => Err(os_error(&error, &name, vm)),
                })
            }))
        }

        #[pymethod]
        fn write(
            zelf: &Py<Self>,
            bytes: Vec<u8>,
            vm: &VirtualMachine,
        ) -> PyResult<NativeCoroutine> {
            let writing = zelf.access(|file| file.write(bytes), vm)?;
            Ok(zelf.change("write", writing))
        }

        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<NativeCoroutine> {
            let Some(open) = zelf.open.take() else {
                return Err(vm.new_value_error("I/O operation on closed file."));
            };
            Ok(zelf.change("close", open.close()))
        }
    }

    impl File {
        fn access<T>(
            &self,
            operation: impl FnOnce(&dyn OpenFile) -> Answer<T>,
            vm: &VirtualMachine,
        ) -> PyResult<Answer<T>> {
            match &*self.open.borrow() {
                Some(open) => Ok(operation(&**open)),
                None => Err(vm.new_value_error("I/O operation on closed file.")),
            }
        }

        fn change(&self, what: &'static str, changing: Answer<()>) -> NativeCoroutine {
            let name = self.name.clone();
            NativeCoroutine::new(what, async move {
                let changed =
                    coroscope_runtime::io(format!("{what} {name}"), current::response(changing))
                        .await;
                with_current_vm(|vm| match changed {
                    Ok(()) => Ok(vm.ctx.none()),
                    Err(error) => Err(os_error(&error, &name, vm)),
                })
            })
        }
    }

    /// Returns a coroutine that opens a file. `mode` is the first letter of Python's mode.
    #[pyfunction]
    fn open_file(name: String, mode: String, vm: &VirtualMachine) -> PyResult<NativeCoroutine> {
        let mode = match mode.as_str() {
            "r" => Mode::Read,
            "w" => Mode::Write,
            "a" => Mode::Append,
            "x" => Mode::Create,
            _ => return Err(vm.new_value_error(format!("invalid mode: '{mode}'"))),
        };
        Ok(NativeCoroutine::new("open", async move {
            let opening = current::host().open(&name, mode);
            let opened =
                coroscope_runtime::io(format!("open {name}"), current::response(opening)).await;
            with_current_vm(|vm| match opened {
                Ok(open) => {
                    let open = RefCell::new(Some(open));
                    Ok(File { name, open }.into_ref(&vm.ctx).into())
                }
                Err(error) => Err(os_error(&error, &name, vm)),
            })
        }))
    }

    /// The exception that Python's own `open` raises for the same reason.
    fn os_error(
        error: &coroscope_runtime::Error,
        name: &str,
        vm: &VirtualMachine,
    ) -> PyBaseExceptionRef {
        let kind = error.downcast_ref::<FileError>().map(|error| error.kind);
        let (class, number, words) = match kind {
            Some(FileErrorKind::NotFound) => (
                vm.ctx.exceptions.file_not_found_error,
                2,
                "No such file or directory",
            ),
            Some(FileErrorKind::AlreadyExists) => {
                (vm.ctx.exceptions.file_exists_error, 17, "File exists")
            }
            None => return vm.new_os_error(error.to_string()),
        };
        let made = class.as_object().call((number, words, name), vm);
        made.and_then(|made| {
            made.downcast()
                .map_err(|_| vm.new_type_error("an OSError that is not an exception"))
        })
        .unwrap_or_else(|error| error)
    }
}

use rustpython_vm::{PyResult, VirtualMachine};

/// Installs replacements for what a script cannot use here, such as `open` and `input`.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    vm.import("_never_awaited", 0)?;
    vm.import("_clocks", 0)?;
    vm.import("_error_numbers", 0)?;
    vm.import("_standard_input", 0)?;
    vm.import("_unavailable", 0).map(drop)
}
