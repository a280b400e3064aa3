//! Requests and files, as the Python halves in `python/aiohttp` and `python/aiofiles` ask for them.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod io {
    use crate::current;
    use crate::native::waiting::waiting::Waiting;
    use crate::outside::{self, Answer, Mode, OpenFile, Refusal, RefusalKind, Request, Response};
    use core::cell::RefCell;
    use rustpython_vm::builtins::PyBaseExceptionRef;
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A response whose body may not have been read yet.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Body")]
    #[derive(PyPayload)]
    struct Body {
        /// As the request has it: so the log shows which request the body belongs to.
        url: String,
        read: RefCell<Option<outside::Body>>,
    }

    impl core::fmt::Debug for Body {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "Body({})", self.url)
        }
    }

    #[pyclass]
    impl Body {
        /// A coroutine that gives all bytes; once.
        #[pymethod]
        fn read(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Waiting> {
            let Some(read) = zelf.read.take() else {
                return Err(vm.new_runtime_error("the response's body was given up"));
            };
            let what = format!("body of {}", zelf.url);
            Ok(Waiting::new("ClientResponse.read", async move {
                let bytes = coroscope::io(what, current::answer(read())).await;
                with_current_vm(|vm| match bytes {
                    Ok(bytes) => Ok(vm.ctx.new_bytes(bytes).into()),
                    Err(refusal) => Err(vm.new_os_error(refusal.message)),
                })
            }))
        }

        /// Gives up what has not been read.
        #[pymethod]
        fn release(zelf: &Py<Self>) {
            drop(zelf.read.take());
        }
    }

    /// A coroutine that gives a response's status, reason, URL, headers and body.
    #[pyfunction]
    fn ask(
        method: String,
        url: String,
        headers: Vec<PyObjectRef>,
        body: Option<Vec<u8>>,
        vm: &VirtualMachine,
    ) -> PyResult<Waiting> {
        let header = |pair: PyObjectRef| match pair.try_into_value::<Vec<String>>(vm)?.as_slice() {
            [name, value] => Ok((name.clone(), value.clone())),
            _ => Err(vm.new_type_error("a header is a name and a value")),
        };
        let headers = headers.into_iter().map(header).collect::<PyResult<_>>()?;
        let request = Request {
            method,
            url,
            headers,
            body,
        };
        Ok(Waiting::new("ClientSession._ask", async move {
            let (what, url) = (
                format!("{} {}", request.method, request.url),
                request.url.clone(),
            );
            let response =
                coroscope::io(what, current::answer(current::outside().ask(request))).await;
            with_current_vm(|vm| match response {
                Ok(response) => Ok(told(url, response, vm)),
                Err(refusal) => Err(vm.new_os_error(refusal.message)),
            })
        }))
    }

    /// The response to a request of this URL.
    fn told(url: String, response: Response, vm: &VirtualMachine) -> PyObjectRef {
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
        fn read(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Waiting> {
            let reading = zelf.access(|file| file.read(), vm)?;
            let name = zelf.name.clone();
            Ok(Waiting::new("read", async move {
                let bytes = coroscope::io(format!("read {name}"), current::answer(reading)).await;
                with_current_vm(|vm| match bytes {
                    Ok(bytes) => Ok(vm.ctx.new_bytes(bytes).into()),
                    Err(refusal) => Err(os_error(&refusal, &name, vm)),
                })
            }))
        }

        #[pymethod]
        fn write(zelf: &Py<Self>, bytes: Vec<u8>, vm: &VirtualMachine) -> PyResult<Waiting> {
            let writing = zelf.access(|file| file.write(bytes), vm)?;
            Ok(zelf.change("write", writing))
        }

        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Waiting> {
            let Some(open) = zelf.open.take() else {
                return Err(vm.new_value_error("I/O operation on closed file."));
            };
            Ok(zelf.change("close", open.close()))
        }
    }

    impl File {
        fn access<T>(
            &self,
            ask: impl FnOnce(&dyn OpenFile) -> Answer<T>,
            vm: &VirtualMachine,
        ) -> PyResult<Answer<T>> {
            match &*self.open.borrow() {
                Some(open) => Ok(ask(&**open)),
                None => Err(vm.new_value_error("I/O operation on closed file.")),
            }
        }

        fn change(&self, what: &'static str, changing: Answer<()>) -> Waiting {
            let name = self.name.clone();
            Waiting::new(what, async move {
                let changed =
                    coroscope::io(format!("{what} {name}"), current::answer(changing)).await;
                with_current_vm(|vm| match changed {
                    Ok(()) => Ok(vm.ctx.none()),
                    Err(refusal) => Err(os_error(&refusal, &name, vm)),
                })
            })
        }
    }

    /// A coroutine that gives the open file; `mode` is the first letter of Python's.
    #[pyfunction]
    fn open_file(name: String, mode: String, vm: &VirtualMachine) -> PyResult<Waiting> {
        let mode = match mode.as_str() {
            "r" => Mode::Read,
            "w" => Mode::Write,
            "a" => Mode::Append,
            "x" => Mode::Create,
            _ => return Err(vm.new_value_error(format!("invalid mode: '{mode}'"))),
        };
        Ok(Waiting::new("open", async move {
            let opening = current::outside().open(&name, mode);
            let opened = coroscope::io(format!("open {name}"), current::answer(opening)).await;
            with_current_vm(|vm| match opened {
                Ok(open) => {
                    let open = RefCell::new(Some(open));
                    Ok(File { name, open }.into_ref(&vm.ctx).into())
                }
                Err(refusal) => Err(os_error(&refusal, &name, vm)),
            })
        }))
    }

    /// The error that Python's own `open` raises for the same reason.
    fn os_error(refusal: &Refusal, name: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let (class, number, words) = match refusal.kind {
            RefusalKind::Missing => (
                vm.ctx.exceptions.file_not_found_error,
                2,
                "No such file or directory",
            ),
            RefusalKind::Exists => (vm.ctx.exceptions.file_exists_error, 17, "File exists"),
            RefusalKind::Other => return vm.new_os_error(refusal.message.clone()),
        };
        let made = class.as_object().call((number, words, name), vm);
        made.and_then(|made| {
            made.downcast()
                .map_err(|_| vm.new_type_error("an OSError that is no exception"))
        })
        .unwrap_or_else(|error| error)
    }
}

use rustpython_vm::{PyResult, VirtualMachine};

/// Has what would reach outside of the loop say what to use instead.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    vm.import("_warned", 0)?;
    vm.import("_clocks", 0)?;
    vm.import("_instead", 0).map(drop)
}
