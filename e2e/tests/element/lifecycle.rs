//! Creating, moving and removing elements, several copies of the class, and imports without a document.

use std::process::Command;

use anyhow::Result;
use coroscope_e2e::{Page, needs, sites};
use serde_json::{Value, json};

use super::host::{SCRIPT, open, open_page, page};

const ELEMENT: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

#[tokio::test]
async fn an_element_can_be_created_in_any_way() -> Result<()> {
    let scope = open("<main></main>").await?;
    let page = &scope.page;
    page.wait_until("customElements.get('coro-scope') !== undefined")
        .await?;
    page.run(
        "const main = document.querySelector('main');
         const made = [
             document.createElement('coro-scope'),
             new (customElements.get('coro-scope'))(),
             document.importNode(document.createElement('coro-scope'), true),
         ];
         const copied = document.createElement('coro-scope');
         copied.setAttribute('lesson', 'gather');
         made.push(copied.cloneNode(true));
         for (const one of made) {
             one.lesson = 'gather';
             one.order = 'together';
             one.latency = 0;
             one.autoplay = true;
             one.loading = 'eager';
             main.append(one);
         }",
    )
    .await?;
    page.wait_until("[0, 1, 2, 3].every((n) => runStatus(n) === 'done')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_element_that_is_removed_before_the_module_is_loaded_does_nothing() -> Result<()> {
    let scope = open("<main></main>").await?;
    let page = &scope.page;
    page.wait_until("customElements.get('coro-scope') !== undefined")
        .await?;
    page.run(
        "const one = document.createElement('coro-scope');
         Object.assign(one, { lesson: 'gather', loading: 'eager', autoplay: true, latency: 0, order: 'together' });
         document.querySelector('main').append(one);
         one.remove();
         // Another element's event tells when the module is loaded.
         const other = one.cloneNode();
         const loaded = new Promise((next) => other.addEventListener('load', next, { once: true }));
         document.querySelector('main').append(other);
         await loaded;
         window.one = one;",
    )
    .await?;
    scope.wait_for_end("done").await?;
    assert!(
        page.eval::<bool>("one.shadowRoot.querySelector('.frame') === null")
            .await?
    );
    assert_eq!(page.eval::<u32>("runs.begun").await?, 1);
    // It starts when it is inserted again.
    page.run("document.querySelector('main').append(one)")
        .await?;
    page.wait_until("runStatus(1) === 'done'").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_class_is_defined_once_however_it_is_loaded() -> Result<()> {
    // The script twice, again under another URL, and the generated JavaScript itself.
    let scope = open_page(page(&SCRIPT.repeat(2), ELEMENT)).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.run(
        "const first = customElements.get('coro-scope');
         await imported('/coro-scope.js?other');
         const { default: init } = await imported('/coroscope.js');
         await init();
         if (customElements.get('coro-scope') !== first) throw new Error('defined anew');
         document.body.append(document.querySelector('coro-scope').cloneNode())",
    )
    .await?;
    page.wait_until("runStatus(1) === 'done'").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_second_copy_of_the_program_replaces_the_first_and_the_first_still_works() -> Result<()> {
    let scope = open(ELEMENT).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let program = sites::program()?;
    page.run(&format!(
        "const {{ default: init }} = await imported('/{program}/coroscope.js?another');
         await init();
         document.body.append(document.querySelector('coro-scope').cloneNode());"
    ))
    .await?;
    page.wait_until("runStatus(1) === 'done'").await?;
    page.run("document.querySelector('coro-scope').run()")
        .await?;
    page.wait_until("runs.ended === 3").await?;
    scope.is_clean().await
}

#[test]
fn without_a_document_the_import_does_nothing() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist");
    let imports = "for (const file of ['coro-scope.js', 'coroscope.js']) {
            const found = await import(`./${file}`);
            if (!Object.keys(found).length) throw new Error(file);
        }";
    let node = Command::new("node")
        .current_dir(dist)
        .args(["--input-type=module", "--eval", imports])
        .output()
        .expect("node is there: npm installs the tests' tools");
    assert!(
        node.status.success(),
        "{}",
        String::from_utf8_lossy(&node.stderr)
    );
}

/// Memory use after garbage collection: bytes of the module's memory, and the numbers of nodes and listeners.
async fn memory_use(page: &Page) -> Result<(u64, Value)> {
    for _ in 0..3 {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await?;
    }
    let memory = "imported('/coroscope.js').then((library) => library.default())
        .then((exports) => exports.memory.buffer.byteLength)";
    let counts = page.devtools("Memory.getDOMCounters", json!({})).await?;
    Ok((page.eval(memory).await?, counts))
}

/// Adds fifty elements and removes them, each during its run or after it.
const ADD_AND_REMOVE: &str = "
    for (let n = 0; n < 50; n += 1) {
        const one = document.createElement('coro-scope');
        const lesson = n % 2 ? 'queue' : 'gather';
        Object.assign(one, { lesson, latency: 0, work: 0, clock: 'virtual', order: 'together' });
        const over = new Promise((next) =>
            one.addEventListener(n % 3 ? 'run-start' : 'run-end', next, { once: true }));
        one.run();
        document.body.append(one);
        await over;
        one.remove();
        await null;
    }";

#[tokio::test]
async fn three_hundred_removed_elements_leak_nothing() -> Result<()> {
    needs!(Devtools);
    let scope = open(ELEMENT).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let mut after = Vec::new();
    for fifties in 1..=6 {
        page.run(ADD_AND_REMOVE).await?;
        if [2, 6].contains(&fifties) {
            after.push(memory_use(page).await?);
        }
    }
    println!("after 100, and after 300: {after:?}");
    assert_eq!(after[1], after[0]);
    scope.is_clean().await
}
