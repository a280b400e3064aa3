//! Where the browser refuses files, a database, a worker or the network, the error says what is missing
//! and what still works.
use coroscope::lessons::world::{Mode, to_worker};
use coroscope::runtime::Options;
use coroscope::web::world::world;
use coroscope::{Error, Result, Runtime};
use wasm_bindgen_test::wasm_bindgen_test;

/// Puts something else in the place of a property, until it is dropped.
struct Instead(String);

impl Instead {
    fn of(owner: &str, name: &str, value: &str) -> Instead {
        js_sys::eval(&format!(
            "globalThis.kept = {{ owner: {owner}, was: Object.getOwnPropertyDescriptor({owner}, '{name}') }}; \
             Object.defineProperty({owner}, '{name}', {{ value: {value}, configurable: true, writable: true }})"
        ))
        .expect("the property can be replaced");
        Instead(name.to_owned())
    }
}

impl Drop for Instead {
    fn drop(&mut self) {
        let name = &self.0;
        js_sys::eval(&format!(
            "kept.was ? Object.defineProperty(kept.owner, '{name}', kept.was) : delete kept.owner['{name}']"
        ))
        .expect("the property can be put back");
    }
}

/// What `main` fails with.
async fn failure<T: 'static>(main: impl Future<Output = Result<T>> + 'static) -> String {
    let rt = Runtime::browser(Options::default());
    let main = rt.start(async move { Ok(main.await.err()) });
    rt.wait_all_done().await;
    let error: Option<Error> = main.result().expect("the run is over").unwrap();
    error.expect("it fails").to_string()
}

async fn opening() -> String {
    failure(async { world().open("refused.txt", Mode::Write).await }).await
}

async fn putting() -> String {
    failure(async { world().store("refused").put("key", "value").await }).await
}

#[wasm_bindgen_test]
async fn a_page_that_gets_no_file_system_says_what_works_without() {
    for instead in [
        "() => Promise.reject(new DOMException('Security error', 'SecurityError'))",
        "undefined",
    ] {
        let _none = Instead::of("StorageManager.prototype", "getDirectory", instead);
        let said = opening().await;
        let begin = "refused.txt could not be opened: this browser gives the page no file system";
        assert!(said.starts_with(begin), "{said}");
        let end = "The lessons that store nothing work all the same";
        assert!(said.ends_with(end), "{said}");
    }
}

#[wasm_bindgen_test]
async fn a_browser_whose_files_cannot_be_written_says_so() {
    let _old = Instead::of(
        "FileSystemFileHandle.prototype",
        "createWritable",
        "undefined",
    );
    let said = opening().await;
    assert!(said.contains("no file system"), "{said}");
}

#[wasm_bindgen_test]
async fn a_full_disk_leaves_what_was_there() {
    let full = "() => Promise.reject(new DOMException('full', 'QuotaExceededError'))";
    let _full = Instead::of("FileSystemWritableFileStream.prototype", "write", full);
    let said = failure(async {
        let file = world().open("refused.txt", Mode::Write).await?;
        file.write("more").await
    })
    .await;
    let begin =
        "refused.txt could not be written: the room that this site has in the browser is full";
    assert!(said.starts_with(begin), "{said}");
}

#[wasm_bindgen_test]
async fn a_page_that_gets_no_database_says_what_works_without() {
    let refuses = "() => { throw new DOMException('Security error', 'SecurityError') }";
    for (owner, name, instead) in [
        ("globalThis", "indexedDB", "undefined"),
        ("IDBFactory.prototype", "open", refuses),
    ] {
        let _none = Instead::of(owner, name, instead);
        let said = putting().await;
        let begin = "the store refused could not be used: this browser gives the page no database";
        assert!(said.starts_with(begin), "{said}");
    }
}

#[wasm_bindgen_test]
async fn a_database_that_takes_a_change_back_says_so() {
    let taken_back = "function (value, key) {
        const request = this.add(value, key);
        request.addEventListener('success', () => this.transaction.abort());
        return request;
    }";
    let _full = Instead::of("IDBObjectStore.prototype", "put", taken_back);
    let said = putting().await;
    assert!(said.starts_with("refused could not be kept"), "{said}");
}

#[wasm_bindgen_test]
async fn a_page_without_workers_says_what_works_without() {
    let job = || failure(async { to_worker(&world(), "primes", 10).await });
    let none = Instead::of("globalThis", "Worker", "undefined");
    let missing = job().await;
    drop(none);
    js_sys::eval(
        "const policy = document.createElement('meta'); \
         policy.httpEquiv = 'Content-Security-Policy'; policy.content = \"worker-src 'none'\"; \
         document.head.append(policy)",
    )
    .expect("the page takes a policy");
    let forbidden = job().await;
    for said in [missing, forbidden] {
        let begin = "the browser runs no Web Worker for this page";
        assert!(said.starts_with(begin), "{said}");
        assert!(
            said.ends_with("What needs no worker works all the same"),
            "{said}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_device_that_is_offline_says_so() {
    let _offline = Instead::of("navigator", "onLine", "false");
    let no_answer = "() => Promise.reject(new TypeError('Failed to fetch'))";
    let url = "docs/lock.txt";
    let fetch = js_sys::eval(&format!("const real = fetch; fetch = {no_answer}; real")).unwrap();
    let said = failure(async move { world().fetch(url).await }).await;
    js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), &fetch).unwrap();
    let begin = "docs/lock.txt could not be fetched: this device is offline";
    assert!(said.starts_with(begin), "{said}");
}
