//! Links the JavaScript stack of each poll to that of the spawn, for DevTools: the browser shows both as one, with the
//! task's name between them.

use core::cell::RefCell;
use coroscope_runtime::runtime::TaskObserver;
use coroscope_trace::TaskId;
use js_sys::Function;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type ConsoleTask;
    // Only Chromium has it.
    #[wasm_bindgen(thread_local_v2, js_namespace = console, js_name = createTask)]
    static CREATE_TASK: Option<Function>;
    #[wasm_bindgen(method)]
    fn run(this: &ConsoleTask, poll: &mut dyn FnMut());
}

/// What makes [`console.createTask`](https://developer.chrome.com/docs/devtools/console/api#createtask) of each task;
/// `None` if the browser has no such function.
pub fn console_tasks() -> Option<Rc<dyn TaskObserver>> {
    let create = CREATE_TASK.with(Option::clone)?;
    let tasks = RefCell::default();
    Some(Rc::new(ConsoleTasks { create, tasks }))
}

/// The console's tasks of those that have not ended.
struct ConsoleTasks {
    create: Function,
    tasks: RefCell<BTreeMap<TaskId, ConsoleTask>>,
}

impl TaskObserver for ConsoleTasks {
    fn spawned(&self, task: TaskId) {
        self.named(task, &task.to_string());
    }

    // The name of a console's task is final, so there is a new one. The caller of `named` is that of the spawn.
    fn named(&self, task: TaskId, name: &str) {
        if let Ok(made) = self.create.call1(&JsValue::UNDEFINED, &name.into()) {
            self.tasks.borrow_mut().insert(task, made.unchecked_into());
        }
    }

    fn poll(&self, task: TaskId, poll: &mut dyn FnMut()) {
        let found = self.tasks.borrow().get(&task).cloned();
        match found {
            Some(made) => made.run(&mut || poll()),
            None => poll(),
        }
    }

    fn ended(&self, task: TaskId) {
        self.tasks.borrow_mut().remove(&task);
    }
}
