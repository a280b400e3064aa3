//! What a task waits for after a step, or how it ended: `Tasks.step_ended` in Rust.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::chain::Chain;
use crate::future_state::FutureState;
use crate::packed::{ARGUMENT_BITS, DONE, MAX_ARGUMENT, packed, packed_wait};
use crate::patterns::{Kind, Pattern};
use crate::python::identity;
use crate::records::TaskRecord;
use crate::tasks::Tasks;

impl Tasks {
    /// Records the end of a step of a task.
    pub(crate) fn end(
        &self,
        record: &Bound<'_, TaskRecord>,
        task: &Bound<'_, PyAny>,
        now: i64,
    ) -> PyResult<()> {
        let py = record.py();
        let (events, tasks) = (self.events.get(), self.tasks.bind(py));
        let waiter = task.getattr(intern!(py, "_fut_waiter"))?;
        let (is_ready, is_new, has_timeouts, pause, yielded) = {
            let record = record.borrow();
            let has_timeouts = !record.timeouts.bind(py).is_empty();
            (
                record.is_ready,
                record.is_new,
                has_timeouts,
                record.pause,
                record.yielded,
            )
        };
        if waiter.is_none() && !is_ready {
            if has_timeouts {
                tasks.call_method1(intern!(py, "end_timeouts"), (record, now))?;
            }
            let state = FutureState::of(task)?;
            if state != FutureState::Pending {
                return self.ended(record, task, state, now);
            }
            events.push(now, pause);
            return Ok(());
        }
        if is_new {
            record.borrow_mut().is_new = false;
            self.rename(record, task)?;
        }
        let coro = match task.getattr_opt(intern!(py, "_coro"))? {
            Some(coro) => coro,
            None => task.call_method0(intern!(py, "get_coro"))?,
        };
        let chain = self.links.follow(coro, &self.codes)?;
        let pattern = self.patterns.get(&chain.position, || {
            let nodes = PyList::new(py, &chain.nodes)?;
            let position = PyList::new(py, &chain.position)?;
            tasks.call_method1(intern!(py, "pattern"), (nodes, position))
        })?;
        self.leave_resource(record, &chain, &pattern)?;
        if has_timeouts {
            tasks.call_method1(intern!(py, "end_timeouts"), (record, now))?;
        }
        if !self.failed.bind(py).is_empty() {
            let number = record.borrow().number;
            tasks.call_method1(intern!(py, "look_for_retrieved"), (number,))?;
        }
        if waiter.is_none() {
            events.push(now, yielded | pattern.turn << ARGUMENT_BITS);
            return Ok(());
        }
        if pattern.is_fixed() {
            events.push(now, pause | pattern.wait << ARGUMENT_BITS);
            return Ok(());
        }
        let permit = record.borrow().permit.as_ref().map(|it| it.clone_ref(py));
        if let Some(permit) = permit {
            self.read(permit.bind(py))?;
        }
        let event = match pattern.kind {
            Kind::Sleep => self.sleeps(record, &waiter, &pattern),
            Kind::Resource => self.waits_for_resource(record, &chain, &pattern)?,
            Kind::Other if pattern.has_peers => self
                .transports
                .wait(&pattern, &chain, &waiter, &self.primitives)?
                .map(|wait| (None, pause | wait << ARGUMENT_BITS)),
            Kind::Other => None,
        };
        let event = match event {
            Some(event) => event,
            None => (None, self.waits(record, &waiter, &chain, &pattern, now)?),
        };
        events.push_parts(now, event);
        Ok(())
    }

    fn ended(
        &self,
        record: &Bound<'_, TaskRecord>,
        task: &Bound<'_, PyAny>,
        state: FutureState,
        now: i64,
    ) -> PyResult<()> {
        let py = record.py();
        let (number, used) = {
            let record = record.borrow();
            let number = record.held.bind(py).is_empty().then_some(record.number);
            let used =
                [&record.on, &record.permit].map(|it| it.as_ref().map(|it| it.clone_ref(py)));
            (number, used)
        };
        let is_usual = number.is_some()
            && state == FutureState::Finished
            && task.getattr(intern!(py, "_exception"))?.is_none();
        match number.filter(|_| is_usual) {
            Some(number) => {
                for resource in used.into_iter().flatten() {
                    self.read(resource.bind(py))?;
                }
                self.rename(record, task)?;
                self.events.get().push(now, packed(DONE, number, 0));
                record.borrow_mut().has_ended = true;
                Ok(())
            }
            None => {
                let tasks = self.tasks.bind(py);
                tasks
                    .call_method1(intern!(py, "ended"), (record, task, now))
                    .map(drop)
            }
        }
    }

    /// Records the name of a task, if it has changed.
    fn rename(&self, record: &Bound<'_, TaskRecord>, task: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = record.py();
        if let Some(get_name) = task.getattr_opt(intern!(py, "get_name"))? {
            let before = record.borrow().name.clone_ref(py);
            if get_name.call0()?.eq(before)? {
                return Ok(());
            }
        }
        let tasks = self.tasks.bind(py);
        tasks
            .call_method1(intern!(py, "rename"), (record, task))
            .map(drop)
    }

    /// Records the level of the primitive that the task has waited for before, and what it holds.
    fn leave_resource<'py>(
        &self,
        record: &Bound<'py, TaskRecord>,
        chain: &Chain<'py>,
        pattern: &Pattern,
    ) -> PyResult<()> {
        let py = record.py();
        let (before, is_holding) = {
            let record = record.borrow();
            let before = record.on.as_ref().map(|it| it.clone_ref(py).into_bound(py));
            (
                before,
                pattern.is_locked || !record.held.bind(py).is_empty(),
            )
        };
        let is_lock =
            |it: &Bound<'_, PyAny>| it.getattr(intern!(py, "kind"))?.eq(intern!(py, "Lock"));
        if is_holding || before.as_ref().map_or(Ok(false), is_lock)? {
            let nodes = PyList::new(py, &chain.nodes)?;
            let tasks = self.tasks.bind(py);
            tasks.call_method1(
                intern!(py, "update_resources"),
                (record, nodes, &pattern.object),
            )?;
        } else if let Some(before) = before.filter(|_| pattern.kind != Kind::Resource) {
            record.borrow_mut().on = None;
            self.read(&before)?;
        }
        Ok(())
    }

    /// The events for a task that sleeps; `None` if its timer is not known, or too long for an operand.
    fn sleeps(
        &self,
        record: &Bound<'_, TaskRecord>,
        waiter: &Bound<'_, PyAny>,
        pattern: &Pattern,
    ) -> Option<(Option<i64>, i64)> {
        let record = record.borrow();
        let (future, micros) = record.timer;
        let is_known = future == identity(waiter) && micros <= MAX_ARGUMENT;
        is_known.then(|| packed_wait(record.number, pattern.wait, micros))
    }

    /// The events for a wait for a primitive; `None` if it is not known, or a lock, whose holder may have to be found.
    fn waits_for_resource(
        &self,
        record: &Bound<'_, TaskRecord>,
        chain: &Chain<'_>,
        pattern: &Pattern,
    ) -> PyResult<Option<(Option<i64>, i64)>> {
        let py = record.py();
        let Some(primitive) = self.primitives.find(pattern, &chain.nodes[pattern.at])? else {
            return Ok(None);
        };
        let Some(resource) = self.known.bind(py).get_item(identity(&primitive))? else {
            return Ok(None);
        };
        let kind = resource.getattr(intern!(py, "kind"))?;
        if kind.eq(intern!(py, "Lock"))? {
            return Ok(None);
        }
        if kind.eq(intern!(py, "Semaphore"))? || kind.eq(intern!(py, "Pool"))? {
            record.borrow_mut().permit = Some(resource.clone().unbind());
        }
        let before = record.borrow_mut().on.replace(resource.clone().unbind());
        if let Some(before) = before.filter(|it| !it.is(&resource)) {
            self.read(before.bind(py))?;
        }
        self.read(&resource)?;
        let of = resource.getattr(intern!(py, "number"))?.extract()?;
        Ok(Some(packed_wait(record.borrow().number, pattern.wait, of)))
    }

    fn read(&self, resource: &Bound<'_, PyAny>) -> PyResult<()> {
        self.primitives
            .read(resource, self.events.get(), &self.clock)
    }

    /// The event for a wait as Python finds it out.
    fn waits<'py>(
        &self,
        record: &Bound<'py, TaskRecord>,
        waiter: &Bound<'py, PyAny>,
        chain: &Chain<'py>,
        pattern: &Pattern,
        now: i64,
    ) -> PyResult<i64> {
        let py = record.py();
        let nodes = PyList::new(py, &chain.nodes)?;
        let arguments = (record, waiter, nodes, &pattern.object, now);
        let tasks = self.tasks.bind(py);
        let event = tasks
            .call_method1(intern!(py, "waits"), arguments)?
            .extract()?;
        pattern.update(py)?;
        Ok(event)
    }
}
