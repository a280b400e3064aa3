//! Findings in the page: shown, kept after Stop, copied, and selected.

use anyhow::Result;
use coroscope_e2e::{Browser, needs};
use serde_json::{Value, json};

use crate::scope::{Docs, SHADOW, Scope};
use crate::script::editor::{has_editor, run_script};

/// A sentinel is missing, so a consumer waits for ever.
const STUCK: &str = "#queue?ends=one&clock=virtual";
const IS_FOUND: &str = "texts('.first-finding .what')[0]?.startsWith('Deadlock')";

async fn stuck() -> Result<Scope> {
    let scope = Docs::quick().open(STUCK).await?;
    scope.page.wait_until(IS_FOUND).await?;
    Ok(scope)
}

#[tokio::test]
async fn no_finding_is_cut_off_at_any_width() -> Result<()> {
    needs!(Narrow);
    let scope = stuck().await?;
    scope.page.click(&format!("{SHADOW}#tab-findings")).await?;
    scope
        .page
        .wait_until("all('button.finding').length > 0")
        .await?;
    for (width, height) in [(390, 844), (1280, 800), (1440, 900), (1680, 1050)] {
        scope.page.resize(width, height).await?;
        scope
            .page
            .wait_until(&format!("innerWidth === {width}"))
            .await?;
        let cut: Vec<String> = scope
            .page
            .eval(
                "(() => {
                    const parts = all('.findings, .findings *, .first-finding, .first-finding *');
                    const right = all('.findings')[0].getBoundingClientRect().right;
                    const line = all('.first-finding')[0];
                    const cut = (part) => {
                        const edge = line.contains(part) ? innerWidth : right;
                        const box = part.getBoundingClientRect();
                        return box.right > edge + 0.5 || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0;
                    };
                    return parts.filter(cut).map((part) => `${part.localName} ${part.className}: ${part.textContent}`);
                })()",
            )
            .await?;
        assert_eq!(cut, Vec::<String>::new(), "{width}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn the_first_finding_is_under_the_status_and_links_to_the_finding() -> Result<()> {
    let scope = stuck().await?;
    let page = &scope.page;
    assert_eq!(
        page.eval::<String>("text('.tabs [aria-selected=true]')")
            .await?,
        "Printed"
    );
    page.click(&format!("{SHADOW}.first-finding .show")).await?;
    page.wait_until("text('.tabs [aria-selected=true]').startsWith('Findings')")
        .await?;
    let (line, first): (String, String) = page
        .eval("[text('.first-finding .what'), text('.finding strong')]")
        .await?;
    assert_eq!(line, first);
    page.wait_until("all('.rows .selected').some((path) => path.getAttribute('d'))")
        .await?;
    let link: String = page
        .eval("all('.finding-actions a')[0].getAttribute('href')")
        .await?;
    assert!(link.ends_with("/findings/deadlock.html"), "{link}");
    scope.is_clean().await
}

#[tokio::test]
async fn on_a_narrow_page_show_scrolls_to_the_finding() -> Result<()> {
    needs!(Narrow);
    let scope = stuck().await?;
    let page = &scope.page;
    page.resize(390, 844).await?;
    page.wait_until("innerWidth === 390").await?;
    page.click(&format!("{SHADOW}.first-finding .show")).await?;
    page.wait_until(
        "(() => {
            const first = all('button.finding')[0];
            const box = first.getBoundingClientRect();
            const is_in_sight = box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
            return is_in_sight && first.getRootNode().activeElement === first;
        })()",
    )
    .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn nothing_moves_when_a_finding_appears() -> Result<()> {
    let scope = Docs::quick().open("#pause?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let top = "all('.timeline')[0].getBoundingClientRect().top + scrollY";
    let without: f64 = scope.page.eval(top).await?;
    let none: String = scope.page.eval("text('.first-finding')").await?;
    assert!(none.starts_with("No blocked loop"), "{none}");
    let height = "all('.first-finding')[0].getBoundingClientRect().height";
    let empty: f64 = scope.page.eval(height).await?;
    scope.go(STUCK).await?;
    scope.page.wait_until(IS_FOUND).await?;
    assert_eq!(scope.page.eval::<f64>(height).await?, empty);
    assert!(without > 0.0);
    scope.is_clean().await
}

#[tokio::test]
async fn a_finding_is_copied_with_a_link_to_its_moment() -> Result<()> {
    needs!(Devtools);
    let scope = stuck().await?;
    let page = &scope.page;
    let granted = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    page.devtools("Browser.grantPermissions", granted).await?;
    page.click(&format!("{SHADOW}#tab-findings")).await?;
    page.click(&format!("{SHADOW}.finding-actions .copy"))
        .await?;
    page.wait_until("text('.finding-actions .feedback') === 'The finding is copied.'")
        .await?;
    let copied: String = page.eval("navigator.clipboard.readText()").await?;
    let parts: Vec<String> = page
        .eval("['strong', '.sentence', '.advice'].map((css) => text(`.finding ${css}`))")
        .await?;
    assert!(copied.starts_with(&parts.join("\n")), "{copied}");
    let link = copied.lines().last().unwrap_or_default();
    let fragment = link.split_once("index.html").map_or("", |(_, rest)| rest);
    assert!(
        fragment.contains("ends=one") && fragment.contains("at=e"),
        "{link}"
    );

    page.go("about:blank").await?;
    page.go(link).await?;
    page.wait_until(IS_FOUND).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_scripts_finding_is_copied_with_the_script() -> Result<()> {
    needs!(Devtools);
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    has_editor(&scope).await?;
    let page = &scope.page;
    let granted = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    page.devtools("Browser.grantPermissions", granted).await?;
    let script = "import asyncio, time

async def other():
    await asyncio.sleep(0.01)

async def main():
    asyncio.create_task(other(), name='other')
    await asyncio.sleep(0)
    time.sleep(0.5)
    await asyncio.sleep(0.1)

asyncio.run(main())
";
    run_script(&scope, script, "done").await?;
    page.click(&format!("{SHADOW}#tab-findings")).await?;
    page.wait_until("all('.finding-actions .copy').length > 0")
        .await?;
    page.click(&format!("{SHADOW}.finding-actions .copy"))
        .await?;
    page.wait_until("text('.finding-actions .feedback') === 'The finding is copied.'")
        .await?;
    let copied: String = page.eval("navigator.clipboard.readText()").await?;
    let link = copied.lines().last().unwrap_or_default();
    assert!(
        link.contains("#script?code=") && link.contains("&at=e"),
        "{copied}"
    );

    page.go("about:blank").await?;
    page.go(link).await?;
    has_editor(&scope).await?;
    page.click(&format!("{SHADOW}button.run")).await?;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.player .event').startsWith('event ')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_deadlock_stays_reported_after_stop_and_is_no_success() -> Result<()> {
    let scope = stuck().await?;
    let page = &scope.page;
    page.run(
        "window.ended = [];
        document.addEventListener('run-end', (event) => ended.push(event.detail))",
    )
    .await?;
    let words: String = page.eval("text('.run-status')").await?;
    assert!(words.starts_with("Stuck"), "{words}");
    page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    page.wait_until("ended.length === 1").await?;
    let ended: Value = page.eval("ended[0]").await?;
    let shown: u64 = page.eval("all('button.finding').length").await?;
    assert_eq!(ended["outcome"], "stopped");
    assert_eq!(ended["findings"], shown);
    assert!(page.eval::<bool>(IS_FOUND).await?, "{ended}");
    let ticked: u32 = page
        .eval("document.querySelectorAll('.rail [data-done]').length")
        .await?;
    assert_eq!(ticked, 0, "a run that was stopped is not done");
    let recorded: String = page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    assert!(recorded.contains("\"deadlock\"]"));
    scope.is_clean().await
}

#[tokio::test]
async fn a_script_that_would_hang_fails_and_the_status_says_where() -> Result<()> {
    let script = "import asyncio

async def worker(first, second):
    async with first:
        await asyncio.sleep(0.01)
        async with second:
            pass

async def main():
    one, two = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(
        asyncio.create_task(worker(one, two), name='worker-0'),
        asyncio.create_task(worker(two, one), name='worker-1'))

asyncio.run(main())
";
    for clock in ["virtual", "real"] {
        let scope = Docs::quick()
            .open(&format!("#script?clock={clock}"))
            .await?;
        has_editor(&scope).await?;
        scope
            .page
            .run(
                "window.ended = [];
                document.addEventListener('run-end', (event) => ended.push(event.detail))",
            )
            .await?;
        let words = run_script(&scope, script, "failed").await?;
        assert!(words.starts_with("Would hang here: "), "{words}");
        assert!(words.contains("worker-0 waits"), "{words}");
        assert!(words.contains("line 6"), "{words}");
        scope.page.wait_until("ended.length === 1").await?;
        let ended: Value = scope.page.eval("ended[0]").await?;
        assert_eq!(ended["outcome"], "failed", "{ended}");
        let error = ended["error"].as_str().unwrap_or_default();
        assert!(error.contains("Would hang here"), "{ended}");
        scope.page.wait_until(IS_FOUND).await?;
        let shown: u64 = scope.page.eval("all('button.finding').length").await?;
        assert_eq!(ended["findings"], shown, "{ended}");
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn without_motion_a_deadlock_is_drawn_and_found_while_the_run_goes_on() -> Result<()> {
    needs!(Media);
    let browser = Browser::start().await?;
    browser
        .prefer(&[("prefers-reduced-motion", "reduce")])
        .await?;
    let site = Docs::quick().site()?;
    let scope = Scope::open_in(browser, site, "index.html#queue?ends=one&clock=real").await?;
    scope.start().await?;
    scope.page.wait_until(IS_FOUND).await?;
    assert_eq!(scope.page.eval::<String>("runStatus()").await?, "running");
    scope.page.wait_until("lanes().length === 5").await?;
    // How often the drawing changed within this many frames.
    let changes: u32 = scope
        .page
        .eval(
            "(async () => {
                let [changes, before] = [0, text('.player .time')];
                for (let frame = 0; frame < 60; frame++) {
                    await new Promise(requestAnimationFrame);
                    const now = text('.player .time');
                    changes += now !== before;
                    before = now;
                }
                return changes;
            })()",
        )
        .await?;
    assert!((1..=20).contains(&changes), "{changes}");
    scope.is_clean().await
}
