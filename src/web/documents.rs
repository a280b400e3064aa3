//! The sample documents, as files next to the generated JavaScript: every kind of build has them there, for the
//! lessons that fetch them.

/// Makes wasm-bindgen copy files into the folder `snippets/` of each build, as it does with the JavaScript that a crate
/// imports. The functions are never called and so never imported: no browser loads the files as JavaScript.
macro_rules! copy_to_build {
    ($($name:ident: $file:literal,)*) => {$(
        #[wasm_bindgen::prelude::wasm_bindgen(module = $file)]
        extern "C" {
            #[allow(dead_code, reason = "only the file is wanted")]
            fn $name();
        }
    )*};
}
pub(super) use copy_to_build;

// `class/assets.js` lists their addresses.
copy_to_build! {
    cancel: "/www/docs/cancel.txt",
    coroutine: "/www/docs/coroutine.txt",
    event_loop: "/www/docs/event-loop.txt",
    future: "/www/docs/future.txt",
    gather: "/www/docs/gather.txt",
    lock: "/www/docs/lock.txt",
    microtask: "/www/docs/microtask.txt",
    queue: "/www/docs/queue.txt",
    semaphore: "/www/docs/semaphore.txt",
    task: "/www/docs/task.txt",
    thread: "/www/docs/thread.txt",
    timeout: "/www/docs/timeout.txt",
}
