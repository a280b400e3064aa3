//! The sites in `plugins/sites/`, built by their tools with the plugins: without JavaScript there are code, picture and output;
//! nothing moves; a click runs the program.

use anyhow::{Context, Result};
use coroscope_e2e::{Browser, Page, sites};
use serde_json::{Value, json};
use xtask::server::Server;

/// The most that a page may shift, as the browser's score.
const MAX_SHIFT: f64 = 0.02;

/// A page without JavaScript. Its content is read by DevTools, which run JavaScript all the same.
struct Still {
    page: Page,
    _site: Server,
}

impl Still {
    async fn open(name: &str, path: &str) -> Result<Option<Still>> {
        let Some((site, _)) = sites::with_plugin(name)? else {
            return Ok(None);
        };
        let site = site.start().await?;
        let browser = Browser::start().await?;
        let off = json!({ "value": true });
        browser
            .devtools("Emulation.setScriptExecutionDisabled", off)
            .await?;
        let page = browser.open(&site, path).await?;
        Ok(Some(Still { page, _site: site }))
    }

    async fn read(&self, expression: &str) -> Result<Value> {
        let question =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.page.devtools("Runtime.evaluate", question).await?;
        Ok(answer["result"]["value"].take())
    }
}

/// What is wrong with the fences of a page; nothing if all is well. The first one is the script, the last one the recording.
const FENCES: &str = r#"(async () => {
    const wrong = [];
    const check = (name, seen, expected) => {
        if (JSON.stringify(seen) !== JSON.stringify(expected)) wrong.push(`${name}: ${JSON.stringify(seen)}`);
    };
    const fences = [...document.querySelectorAll('.coroscope-fence')];
    check('fences', fences.length >= 3, true);
    const images = [...document.querySelectorAll('.coroscope-fence img')];
    check('pictures', images.length, fences.length);
    for (const image of images) await image.decode();
    check('sizes', images.every((it) => it.naturalWidth === Number(it.getAttribute('width'))), true);
    check('alternatives', images[0]?.alt, 'Timeline of “Two requests”: 3 tasks in 300 ms');
    const code = document.querySelector('pre code, .highlight-python pre, pre')?.textContent ?? '';
    check('code', code.includes('group.create_task(request("<b>fast</b> {{ 1 + 1 }}", 0.1), name="fast")'), true);
    check('hidden lines', /import asyncio|expect:|coroscope:/.test(code), false);
    const samp = fences[0]?.querySelector('samp');
    check('output', samp?.textContent, '<b>fast</b> {{ 1 + 1 }}\n*slow* _one_');
    check('lesson', fences.some((it) => it.querySelector('[lesson=gather][tasks="3"]')), true);
    check('the rest of the page', document.body.textContent.includes('The last line.'), true);
    return wrong;
})()"#;

#[track_caller]
fn is_nothing(wrong: &Value) {
    assert_eq!(*wrong, json!([]));
}

async fn shows_its_fences_without_javascript(name: &str, path: &str) -> Result<()> {
    let Some(still) = Still::open(name, path).await? else {
        return Ok(());
    };
    is_nothing(&still.read(FENCES).await?);
    Ok(())
}

/// Sums up layout shifts from the beginning.
const SHIFT: &str = r"new Promise((done) => {
    new PerformanceObserver((list) => {
        done(list.getEntries().reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
})";

async fn runs_after_a_click_and_nothing_moves_before(name: &str, path: &str) -> Result<()> {
    let Some((site, _)) = sites::with_plugin(name)? else {
        return Ok(());
    };
    let site = site.start().await?;
    let page = Browser::start().await?.open(&site, path).await?;
    let element = "document.querySelector('.coroscope-fence coro-scope')";
    let button = format!("{element}?.shadowRoot?.querySelector('.load')");
    page.wait_until(&button).await?;
    let shift: f64 = page.eval(SHIFT).await?;
    assert!(shift <= MAX_SHIFT, "{name} shifts by {shift}");
    let loaded =
        "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.wasm'))";
    assert!(
        !page.eval::<bool>(loaded).await?,
        "the engine is loaded before a click"
    );
    page.run(&format!("{button}.click()")).await?;
    // The picture of a run in progress has its tasks later.
    page.wait_until(&format!("{element}.toSVG?.()?.includes('>slow<')"))
        .await?;
    Ok(())
}

/// Both tests of a site.
macro_rules! site {
    ($tool:ident, $name:literal, $path:literal) => {
        mod $tool {
            use anyhow::Result;

            #[tokio::test]
            async fn shows_its_fences_without_javascript() -> Result<()> {
                super::shows_its_fences_without_javascript($name, $path).await
            }

            #[tokio::test]
            async fn runs_after_a_click_and_nothing_moves_before() -> Result<()> {
                super::runs_after_a_click_and_nothing_moves_before($name, $path).await
            }
        }
    };
}

site!(mdbook, "mdbook", "index.html");
site!(mkdocs, "mkdocs", "index.html");
site!(sphinx, "sphinx", "index.html");
site!(myst, "sphinx", "myst.html");
site!(eleventy, "eleventy", "");
site!(vitepress, "vitepress", "");
site!(starlight, "starlight", "");
site!(starlight_mdx, "starlight", "mdx/");

#[tokio::test]
async fn a_chapter_in_a_deeper_folder_finds_the_script() -> Result<()> {
    let Some((site, _)) = sites::with_plugin("mdbook")? else {
        return Ok(());
    };
    let site = site.start().await?;
    let page = Browser::start()
        .await?
        .open(&site, "deeper/deeper.html")
        .await?;
    page.wait_until("customElements.get('coro-scope')")
        .await
        .context("coro-scope.js is not found")
}
