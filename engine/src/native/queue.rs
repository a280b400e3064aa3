//! `asyncio.Queue`, `PriorityQueue` and `LifoQueue`.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod queue {
    use crate::library;
    use crate::native::bound::{LoopBound, LoopSlot};
    use crate::native::coroutine::coroutine::NativeCoroutine;
    use crate::native::exceptions;
    use core::cell::{Cell, OnceCell, RefCell};
    use coroscope_runtime::{GetError, PutError, Queue};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyListRef, PyType};
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Initializer};
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        vm::thread::with_current_vm,
    };
    use std::collections::VecDeque;

    /// A queue of items. Coroscope's queue decides which task may put or get. The items are stored here, because comparing
    /// priorities runs Python code.
    #[pyattr]
    #[pyclass(module = "asyncio.queues", name = "_Queue")]
    #[derive(PyPayload)]
    pub(crate) struct PyQueue {
        slots: OnceCell<Queue<()>>,
        items: Items,
        /// As it was given, because it may be a float.
        maxsize: RefCell<Option<PyObjectRef>>,
        is_shut_down: Cell<bool>,
        slot: LoopSlot,
    }

    impl LoopBound for PyQueue {
        fn slot(&self) -> &LoopSlot {
            &self.slot
        }
    }

    impl PyQueue {
        fn slots(&self) -> &Queue<()> {
            self.slots.get_or_init(|| Queue::new(0))
        }
    }

    enum Items {
        Fifo(RefCell<VecDeque<PyObjectRef>>),
        Lifo(RefCell<Vec<PyObjectRef>>),
        Heap(PyListRef),
    }

    impl core::fmt::Debug for PyQueue {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Queue")
        }
    }

    impl Items {
        fn put(&self, item: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            match self {
                Items::Fifo(items) => items.borrow_mut().push_back(item),
                Items::Lifo(items) => items.borrow_mut().push(item),
                Items::Heap(items) => {
                    let push = library::module("heapq", vm)?.get_attr("heappush", vm)?;
                    push.call((items.clone(), item), vm)?;
                }
            }
            Ok(())
        }

        fn get(&self, vm: &VirtualMachine) -> PyResult {
            let item = match self {
                Items::Fifo(items) => items.borrow_mut().pop_front(),
                Items::Lifo(items) => items.borrow_mut().pop(),
                Items::Heap(items) => {
                    let pop = library::module("heapq", vm)?.get_attr("heappop", vm)?;
                    return pop.call((items.clone(),), vm);
                }
            };
            item.ok_or_else(|| exceptions::error("QueueEmpty", "", vm))
        }

        fn clear(&self) {
            match self {
                Items::Fifo(items) => drop(items.take()),
                Items::Lifo(items) => drop(items.take()),
                Items::Heap(items) => {
                    let items = core::mem::take(&mut *items.borrow_vec_mut());
                    drop(items);
                }
            }
        }
    }

    #[derive(FromArgs)]
    pub(crate) struct MaxSize {
        #[pyarg(any, optional)]
        maxsize: OptionalArg<PyObjectRef>,
    }

    #[derive(FromArgs)]
    pub(crate) struct Immediate {
        #[pyarg(any, optional)]
        immediate: OptionalArg<bool>,
    }

    impl Constructor for PyQueue {
        type Args = FuncArgs;

        /// The arguments are those of a class's own `__init__`.
        fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
            let kind = class.as_object().get_attr("_kind", vm)?.str(vm)?;
            Ok(PyQueue {
                slots: OnceCell::new(),
                maxsize: RefCell::default(),
                is_shut_down: Cell::new(false),
                slot: LoopSlot::default(),
                items: match kind.to_string_lossy().as_ref() {
                    "lifo" => Items::Lifo(RefCell::default()),
                    "priority" => Items::Heap(vm.ctx.new_list(Vec::new())),
                    _ => Items::Fifo(RefCell::default()),
                },
            })
        }
    }

    impl Initializer for PyQueue {
        type Args = MaxSize;

        fn init(zelf: &Py<Self>, args: MaxSize, vm: &VirtualMachine) -> PyResult<()> {
            let maxsize = args.maxsize.into_option();
            let maxsize = maxsize.unwrap_or_else(|| vm.ctx.new_int(0).into());
            // A queue is full once its length is at least `maxsize`.
            let slots = maxsize.try_float(vm)?.to_f64().max(0.0).ceil() as usize;
            zelf.slots.get_or_init(|| Queue::new(slots));
            zelf.maxsize.replace(Some(maxsize));
            Ok(())
        }
    }

    #[pyclass(with(Constructor, Initializer), flags(BASETYPE, HAS_DICT, HAS_WEAKREF))]
    impl PyQueue {
        #[pymethod]
        fn qsize(zelf: &Py<Self>) -> usize {
            zelf.slots().qsize()
        }

        #[pymethod]
        fn empty(zelf: &Py<Self>) -> bool {
            zelf.slots().empty()
        }

        #[pymethod]
        fn full(zelf: &Py<Self>) -> bool {
            zelf.slots().full()
        }

        #[pygetset]
        fn maxsize(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            let maxsize = zelf.maxsize.borrow().clone();
            maxsize.unwrap_or_else(|| vm.ctx.new_int(0).into())
        }

        #[pygetset]
        fn _unfinished_tasks(zelf: &Py<Self>) -> usize {
            zelf.slots().statistics().unfinished
        }

        /// A copy of the items.
        #[pygetset]
        fn _queue(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
            vm.ctx.new_list(match &zelf.items {
                Items::Fifo(items) => items.borrow().iter().cloned().collect(),
                Items::Lifo(items) => items.borrow().clone(),
                Items::Heap(items) => items.borrow_vec().to_vec(),
            })
        }

        /// The state for a repr, such as `maxsize=2 _queue=[1] tasks=1`.
        #[pymethod]
        fn _format(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let statistics = zelf.slots().statistics();
            let mut text = format!("maxsize={}", PyQueue::maxsize(zelf, vm).repr(vm)?);
            let items = PyQueue::_queue(zelf, vm);
            if !items.borrow_vec().is_empty() {
                text += &format!(" _queue={}", items.as_object().repr(vm)?);
            }
            for (name, waiting) in [
                ("getters", statistics.getters),
                ("putters", statistics.putters),
            ] {
                if waiting > 0 {
                    text += &format!(" _{name}[{waiting}]");
                }
            }
            if statistics.unfinished > 0 {
                text += &format!(" tasks={}", statistics.unfinished);
            }
            if zelf.is_shut_down.get() {
                text += " shutdown";
            }
            Ok(text)
        }

        #[pymethod]
        fn put(zelf: PyRef<Self>, item: PyObjectRef) -> NativeCoroutine {
            NativeCoroutine::new("Queue.put", async move {
                let put = zelf.slots().put(());
                let put = PyQueue::wait_in_loop(&zelf, |it| it.slots().full(), put).await?;
                with_current_vm(|vm| {
                    put.map_err(|_| exceptions::error("QueueShutDown", "", vm))?;
                    zelf.items.put(item, vm)?;
                    Ok(vm.ctx.none())
                })
            })
        }

        #[pymethod]
        fn put_nowait(zelf: &Py<Self>, item: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            match zelf.slots().put_nowait(()) {
                Ok(()) => zelf.items.put(item, vm),
                Err(PutError::QueueFull(())) => Err(exceptions::error("QueueFull", "", vm)),
                Err(PutError::QueueShutDown(())) => Err(exceptions::error("QueueShutDown", "", vm)),
            }
        }

        #[pymethod]
        fn get(zelf: PyRef<Self>) -> NativeCoroutine {
            NativeCoroutine::new("Queue.get", async move {
                let got = zelf.slots().get();
                let got = PyQueue::wait_in_loop(&zelf, |it| it.slots().empty(), got).await?;
                with_current_vm(|vm| {
                    got.map_err(|_| exceptions::error("QueueShutDown", "", vm))?;
                    zelf.items.get(vm)
                })
            })
        }

        #[pymethod]
        fn get_nowait(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            match zelf.slots().get_nowait() {
                Ok(()) => zelf.items.get(vm),
                Err(GetError::QueueEmpty) => Err(exceptions::error("QueueEmpty", "", vm)),
                Err(GetError::QueueShutDown) => Err(exceptions::error("QueueShutDown", "", vm)),
            }
        }

        #[pymethod]
        fn task_done(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let done = zelf.slots().task_done();
            done.map_err(|_| too_many(vm))
        }

        #[pymethod]
        fn join(zelf: PyRef<Self>) -> NativeCoroutine {
            NativeCoroutine::new("Queue.join", async move {
                zelf.slots().join().await;
                Ok(with_current_vm(|vm| vm.ctx.none()))
            })
        }

        #[pymethod]
        fn shutdown(zelf: &Py<Self>, args: Immediate) {
            let immediate = args.immediate.unwrap_or(false);
            zelf.slots().shutdown(immediate);
            zelf.is_shut_down.set(true);
            if immediate {
                zelf.items.clear();
            }
        }
    }

    fn too_many(vm: &VirtualMachine) -> PyBaseExceptionRef {
        vm.new_value_error("task_done() called too many times")
    }
}
