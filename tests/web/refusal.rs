//! If the browser refuses files, a database, a worker or the network, the error says what is missing and what still
//! works.
use coroscope::runtime::Options;
use coroscope::web::driver::browser;
use coroscope::web::net::BrowserNet;
use coroscope::world::{Mode, World, to_worker};
use coroscope::{Error, Result, Runtime};
use wasm_bindgen_test::wasm_bindgen_test;

/// The outside world of a lesson in the browser.
fn world() -> World {
    coroscope::web::world::world(BrowserNet::default())
}

/// Replaces a property of a JavaScript object until it is dropped.
struct ReplacedProperty(String);

impl ReplacedProperty {
    fn new(owner: &str, name: &str, value: &str) -> ReplacedProperty {
        js_sys::eval(&format!(
            "globalThis.replaced = {{ owner: {owner}, original: Object.getOwnPropertyDescriptor({owner}, '{name}') }}; \
             Object.defineProperty({owner}, '{name}', {{ value: {value}, configurable: true, writable: true }})"
        ))
        .expect("the property can be replaced");
        ReplacedProperty(name.to_owned())
    }
}

impl Drop for ReplacedProperty {
    fn drop(&mut self) {
        let name = &self.0;
        js_sys::eval(&format!(
            "replaced.original ? Object.defineProperty(replaced.owner, '{name}', replaced.original) : delete replaced.owner['{name}']"
        ))
        .expect("the property can be restored");
    }
}

/// The error that `main` fails with.
async fn failure<T: 'static>(main: impl Future<Output = Result<T>> + 'static) -> String {
    let rt = Runtime::new(browser(), Options::default());
    let main = rt.start(async move { Ok(main.await.err()) });
    rt.wait_all_done().await;
    let error: Option<Error> = main.result().expect("the run is over").unwrap();
    error.expect("it fails").to_string()
}

async fn open_error() -> String {
    failure(async { world().open("refused.txt", Mode::Write).await }).await
}

async fn put_error() -> String {
    failure(async { world().store("refused").put("key", "value").await }).await
}

#[wasm_bindgen_test]
async fn without_a_file_system_the_error_says_what_still_works() {
    for instead in [
        "() => Promise.reject(new DOMException('Security error', 'SecurityError'))",
        "undefined",
    ] {
        let _none = ReplacedProperty::new("StorageManager.prototype", "getDirectory", instead);
        let error = open_error().await;
        let begin = "refused.txt could not be opened: this browser gives the page no file system";
        assert!(error.starts_with(begin), "{error}");
        let end = "The lessons that store nothing still work";
        assert!(error.ends_with(end), "{error}");
    }
}

#[wasm_bindgen_test]
async fn without_writable_files_the_error_says_so() {
    let _old = ReplacedProperty::new(
        "FileSystemFileHandle.prototype",
        "createWritable",
        "undefined",
    );
    let error = open_error().await;
    assert!(error.contains("no file system"), "{error}");
}

#[wasm_bindgen_test]
async fn with_a_full_storage_the_error_says_so() {
    let full = "() => Promise.reject(new DOMException('full', 'QuotaExceededError'))";
    let _full = ReplacedProperty::new("FileSystemWritableFileStream.prototype", "write", full);
    let error = failure(async {
        let file = world().open("refused.txt", Mode::Write).await?;
        file.write("more").await
    })
    .await;
    let begin = "refused.txt could not be written: this site's storage in the browser is full";
    assert!(error.starts_with(begin), "{error}");
}

#[wasm_bindgen_test]
async fn without_a_database_the_error_says_so() {
    let refuses = "() => { throw new DOMException('Security error', 'SecurityError') }";
    for (owner, name, instead) in [
        ("globalThis", "indexedDB", "undefined"),
        ("IDBFactory.prototype", "open", refuses),
    ] {
        let _none = ReplacedProperty::new(owner, name, instead);
        let error = put_error().await;
        let begin = "the store refused could not be used: this browser gives the page no database";
        assert!(error.starts_with(begin), "{error}");
    }
}

#[wasm_bindgen_test]
async fn with_an_aborted_transaction_the_error_says_so() {
    let aborts = "function (value, key) {
        const request = this.add(value, key);
        request.addEventListener('success', () => this.transaction.abort());
        return request;
    }";
    let _full = ReplacedProperty::new("IDBObjectStore.prototype", "put", aborts);
    let error = put_error().await;
    assert!(error.starts_with("refused could not be stored"), "{error}");
}

#[wasm_bindgen_test]
async fn without_workers_the_error_says_what_still_works() {
    let job = || failure(async { to_worker(&world(), "primes", 10).await });
    let none = ReplacedProperty::new("globalThis", "Worker", "undefined");
    let missing = job().await;
    drop(none);
    // The policy is that of a frame, because a page cannot drop its policy, and other tests need workers.
    js_sys::eval(
        "globalThis.frame = document.createElement('iframe'); document.body.append(frame); \
         const policy = frame.contentDocument.createElement('meta'); \
         policy.httpEquiv = 'Content-Security-Policy'; policy.content = \"worker-src 'none'\"; \
         frame.contentDocument.head.append(policy)",
    )
    .expect("the frame takes a policy");
    let framed = ReplacedProperty::new("globalThis", "Worker", "frame.contentWindow.Worker");
    let forbidden = job().await;
    drop(framed);
    js_sys::eval("frame.remove()").expect("the frame can be removed");
    for error in [missing, forbidden] {
        let begin = "the browser runs no Web Worker for this page";
        assert!(error.starts_with(begin), "{error}");
        assert!(
            error.ends_with("Lessons without workers still work"),
            "{error}"
        );
    }
}

#[wasm_bindgen_test]
async fn on_an_offline_device_the_error_says_so() {
    let _offline = ReplacedProperty::new("navigator", "onLine", "false");
    let no_answer = "() => Promise.reject(new TypeError('Failed to fetch'))";
    let url = "docs/lock.txt";
    let fetch = js_sys::eval(&format!("const real = fetch; fetch = {no_answer}; real")).unwrap();
    let error = failure(async move { world().fetch(url).await }).await;
    js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), &fetch).unwrap();
    let begin = "docs/lock.txt could not be fetched: this device is offline";
    assert!(error.starts_with(begin), "{error}");
}
