//! The sample documents, as files beside the generated JavaScript: so whatever builds the module, a lesson that
//! fetches one finds it.

use wasm_bindgen::prelude::*;

/// Has wasm-bindgen put files into the folder `snippets/` of each build, as it does with the JavaScript that a crate
/// imports from. A function that nobody calls is not imported, so no browser takes them for JavaScript.
macro_rules! put_beside {
    ($($name:ident: $file:literal,)*) => {$(
        #[wasm_bindgen(module = $file)]
        extern "C" {
            #[allow(dead_code, reason = "only the file is wanted")]
            fn $name();
        }
    )*};
}

// `module.js` has their addresses.
put_beside! {
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
