//! Starting a task: its coroutine, context and name, and the Coroscope task that drives it.

use super::drive;
use super::settle::put;
use super::task::task::{PyTask, TaskArgs};
use crate::{attribution, current, memory, place};
use core::task::Poll;
use coroscope_runtime::Error;
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

impl PyTask {
    /// Starts a task whose object was just made.
    ///
    /// # Errors
    /// Python's own exceptions for wrong arguments, and `MemoryError` if too many tasks are pending.
    pub(in crate::native) fn start(
        zelf: &Py<PyTask>,
        args: TaskArgs,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let is_eager = args.eager_start.unwrap_or_none(vm).try_to_bool(vm)?;
        if !drive::is_coroutine(&args.coro, vm)? {
            let repr = args.coro.repr(vm)?;
            return Err(vm.new_type_error(format!("a coroutine was expected, got {repr}")));
        }
        current::check_task_limit(vm)?;
        memory::keep_ahead();
        zelf.base.set_loop(args.event_loop.into_option(), vm)?;
        let context = match args.context.into_option() {
            Some(context) if !vm.is_none(&context) => Some(context),
            _ => current::copy_context(vm)?,
        };
        put(&zelf.context, context);
        let name = match args.name.into_option() {
            Some(name) if !vm.is_none(&name) => name.str(vm)?.to_string_lossy().into_owned(),
            _ => format!("Task-{}", current::next_task_number()),
        };
        if !drive::is_of_script(&args.coro)
            && let Some(place) = place::now()
        {
            let _ = zelf.created_at.set(place);
        }
        put(&zelf.coroutine, Some(args.coro));
        // As in asyncio, the loop holds no strong reference to a task that waits for a future.
        let weak = zelf.as_object().downgrade(None, vm)?;
        let task = weak.clone();
        let body = core::future::poll_fn(move |cx| {
            match task.upgrade().and_then(|it| it.downcast().ok()) {
                Some(task) => PyTask::step(&task, cx),
                None => Poll::Ready(Err(Error::cancelled("it was destroyed"))),
            }
        });
        let spawn = attribution::spawn_record();
        let (parent, log_name) = match &spawn {
            Some(spawn) => (spawn.parent, &spawn.name),
            None => (current::task_id(), &name),
        };
        let inner = current::handle().spawn_driven_for(parent, body);
        if **log_name != *inner.name() {
            inner.set_name(log_name);
        }
        zelf.name.replace(name);
        let _ = zelf.inner.set(inner);
        current::register_task(zelf, weak);
        let is_running = current::running_loop().zip(zelf.event_loop());
        if is_eager
            && is_running.is_some_and(|(running, own)| running.is(&own))
            && let Some(inner) = zelf.inner.get()
        {
            current::handle().run_first_step(inner);
            if !zelf.is_pending() {
                // As in asyncio, a task that has ended in its first step has no coroutine.
                put(&zelf.coroutine, None);
            }
        }
        Ok(())
    }
}
