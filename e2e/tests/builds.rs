//! The site loads without problems on the console and under its policy.

use anyhow::Result;
use coroscope_e2e::{Browser, Page, needs, sites};
use xtask::server::Site;

/// Whether the module has filled the element.
const FILLED: &str =
    "document.querySelector('coro-scope').shadowRoot?.querySelector('[part=scope]')";

/// Imports the module as the page did, which returns the same instance, and awaits it.
const MODULE_RUNS: &str = "imported(new URL('coroscope.js', document.baseURI)).then((m) => m.default())\
    .then((exports) => exports.memory.buffer.byteLength > 0)";

/// Runs a job in a worker, as the lessons do.
const WORKER_RUNS: &str = "(async () => {
    const files = performance.getEntriesByType('resource').map((file) => file.name);
    const find = (end) => files.find((name) => name.endsWith(end));
    const { Job } = await imported(find('/outside.js'));
    const module = await WebAssembly.compileStreaming(fetch(find('.wasm')));
    const library = new URL('coroscope.js', document.baseURI).href;
    return new Job(library, module, 'primes', '1000').answer;
})()";

pub(crate) async fn loads_without_problems(site: Site, path: &str) -> Result<Page> {
    let site = site.start().await?;
    let page = Browser::start().await?.open(&site, path).await?;
    page.wait_until(FILLED).await?;
    assert!(page.eval::<bool>(MODULE_RUNS).await?);
    let wasm: u32 = page
        .eval(
            "performance.getEntriesByType('resource')\
                .filter((file) => file.name.endsWith('.wasm')).length",
        )
        .await?;
    assert_eq!(wasm, 1, "the module is loaded once");
    assert_eq!(page.eval::<String>(WORKER_RUNS).await?, "168");
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(page)
}

#[tokio::test]
async fn the_site_loads() -> Result<()> {
    loads_without_problems(sites::dist()?, "").await?;
    Ok(())
}

#[tokio::test]
async fn the_site_loads_under_a_sub_path() -> Result<()> {
    let site = sites::dist()?.under("/some/where/");
    let page = loads_without_problems(site, "index.html").await?;
    let path: String = page.eval("location.pathname").await?;
    assert_eq!(path, "/some/where/index.html");
    Ok(())
}

/// The page for frames shows the lesson in its fragment.
pub(crate) async fn shows_a_lesson_in_a_frame(site: Site) -> Result<()> {
    let site = site.start().await?;
    let path = "embed.html#pause?clock=virtual&autoplay";
    let page = Browser::start().await?.open(&site, path).await?;
    page.wait_until(
        "document.querySelector('coro-scope').shadowRoot?.querySelector('[data-status=done]')",
    )
    .await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_page_for_frames_is_in_the_site() -> Result<()> {
    shows_a_lesson_in_a_frame(sites::dist()?).await
}

/// The most that the site's largest files may have, in kilobytes (1,000 bytes) after gzip.
const BUDGETS: [(&str, f64); 3] = [
    ("coroscope_bg.wasm", 800.0),
    ("coroscope.js", 20.0),
    ("script/coroscope_engine_bg.wasm", 7_800.0),
];

#[tokio::test]
async fn the_downloads_stay_within_their_budgets() -> Result<()> {
    needs!(Zlib);
    let site = sites::dist()?.start().await?;
    let page = Browser::start().await?.open(&site, "").await?;
    page.wait_until(FILLED).await?;
    for (file, most) in BUDGETS {
        let size: f64 = page
            .eval(&format!(
                "(async () => {{
                    const files = performance.getEntriesByType('resource').map((it) => it.name);
                    const address = files.find((it) => it.endsWith('/{file}')) ?? '{file}';
                    const answer = await fetch(address);
                    if (!answer.ok) throw new Error(`${{address}}: ${{answer.status}}`);
                    const packed = answer.body.pipeThrough(new CompressionStream('gzip'));
                    return (await new Response(packed).arrayBuffer()).byteLength / 1000;
                }})()"
            ))
            .await?;
        println!("{file}: {size:.0} kB of {most:.0} kB");
        assert!(size <= most, "{file} has {size:.0} kB, not {most:.0} kB");
    }
    Ok(())
}
