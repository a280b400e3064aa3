//! What is spawned is a task of the page. In a test of its own, because the crate's own functions never name a task.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use coroscope_runtime::{Runtime, all_tasks};
use wasm_bindgen_futures::spawn_local;

async fn load() {
    std::future::pending().await
}

#[test]
fn what_is_spawned_is_a_task_of_the_page_with_a_name() {
    let runtime = Runtime::virtual_clock();
    let clock = runtime.clock().cloned().unwrap();
    runtime.into_ambient();
    let names = Rc::new(RefCell::default());
    let seen = names.clone();
    spawn_local(load());
    // Its type says nothing, and natively there is no stack of JavaScript.
    let boxed: Pin<Box<dyn Future<Output = ()>>> = Box::pin(load());
    spawn_local(boxed);
    spawn_local(async move {
        let all = all_tasks();
        seen.replace(all.iter().map(|task| task.name().to_string()).collect());
    });
    while clock.step() {}
    let names: Vec<String> = names.take();
    let this = "what_is_spawned_is_a_task_of_the_page_with_a_name";
    assert_eq!(names, ["load", "Task-2", this]);
}
