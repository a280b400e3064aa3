//! A run narrated step by step, in words.

use anyhow::Result;
use coroscope_e2e::needs;
use fantoccini::key::Key;

use crate::page::accessible::violations;
use crate::scope::{Docs, SHADOW, Scope};

const SYNC: &str = "#sync?waits=2&wait=50";

async fn begin(scope: &Scope) -> Result<()> {
    let button = "all('.player button').find((it) => it.textContent === 'Step by step')";
    scope.page.run(&format!("{button}.click()")).await?;
    place(scope, "step 1 of ").await
}

/// Waits until the place in the story is this one.
async fn place(scope: &Scope, begins: &str) -> Result<()> {
    let place = format!("text('.narration .place').startsWith('{begins}')");
    scope.page.wait_until(&place).await
}

async fn sentence(scope: &Scope) -> Result<String> {
    scope.page.eval("text('.narration .sentence')").await
}

async fn press(scope: &Scope, button: &str) -> Result<()> {
    let button = format!("{SHADOW}.narration button.{button}");
    scope.page.click(&button).await
}

#[tokio::test]
async fn a_run_is_narrated_from_its_first_event() -> Result<()> {
    let scope = Docs::quick().open(SYNC).await?;
    begin(&scope).await?;
    assert_eq!(
        sentence(&scope).await?,
        "The run begins. main is ready and waits for its turn."
    );
    press(&scope, "run").await?;
    place(&scope, "step 2 of ").await?;
    let second = sentence(&scope).await?;
    assert!(second.starts_with("main begins. It starts "), "{second}");
    press(&scope, "run").await?;
    place(&scope, "step 3 of ").await?;
    // The line of the program, and the bar.
    let marked: usize = scope.page.eval("texts('.code .at .chip').length").await?;
    assert!(marked > 0);
    press(&scope, "run").await?;
    place(&scope, "step 4 of ").await?;
    press(&scope, "back").await?;
    place(&scope, "step 3 of ").await?;
    scope.page.press(Key::Left).await?;
    place(&scope, "step 2 of ").await?;
    assert_eq!(sentence(&scope).await?, second);
    scope.page.press(Key::Right).await?;
    place(&scope, "step 3 of ").await?;
    scope.page.press(Key::Home).await?;
    place(&scope, "step 1 of ").await?;
    scope.page.press(Key::Escape).await?;
    scope.page.wait_until("all('.narration')[0].hidden").await?;
    let focused: String = scope.page.eval("scope().activeElement.textContent").await?;
    assert_eq!(focused, "Step by step");
    scope.is_clean().await
}

#[tokio::test]
async fn it_begins_at_the_readers_moment() -> Result<()> {
    let scope = Docs::quick().open(&format!("{SYNC}&at=100ms")).await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("text('.player .time').startsWith('100 ms')")
        .await?;
    scope
        .page
        .run("all('.player button').find((it) => it.textContent === 'Step by step').click()")
        .await?;
    scope
        .page
        .wait_until("text('.narration .place').includes('at 100 ms')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_deadlock_is_narrated_to_its_end() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?ends=one&documents=1&producers=1")
        .await?;
    begin(&scope).await?;
    let last = "(() => { const [, at, of] = text('.narration .place').match(/step (\\d+) of (\\d+)/); return at === of; })()";
    while !scope.page.eval::<bool>(last).await? {
        let before: String = scope.page.eval("text('.narration .place')").await?;
        press(&scope, "run").await?;
        scope
            .page
            .wait_until(&format!("text('.narration .place') !== '{before}'"))
            .await?;
    }
    let narrated = sentence(&scope).await?;
    assert!(narrated.starts_with("Nothing can continue"), "{narrated}");
    scope.is_clean().await
}

#[tokio::test]
async fn nothing_moves_from_step_to_step() -> Result<()> {
    let scope = Docs::quick().open("#queue?documents=2").await?;
    begin(&scope).await?;
    let tops: Vec<f64> = scope
        .page
        .eval(
            "(async () => {
                const tops = new Set();
                for (let n = 0; n < 30; n++) {
                    all('.narration button.run')[0].click();
                    await new Promise(requestAnimationFrame);
                    await new Promise(requestAnimationFrame);
                    tops.add(all('.rows')[0].getBoundingClientRect().top);
                }
                return [...tops];
            })()",
        )
        .await?;
    assert_eq!(tops.len(), 1, "{tops:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn it_has_no_violations_on_a_phone() -> Result<()> {
    needs!(Narrow);
    let scope = Docs::quick().open(SYNC).await?;
    scope.page.resize(390, 844).await?;
    begin(&scope).await?;
    press(&scope, "run").await?;
    place(&scope, "step 2 of ").await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());
    assert!(
        scope
            .page
            .eval::<bool>("document.documentElement.scrollWidth <= innerWidth")
            .await?
    );
    scope.is_clean().await
}

/// Where the parts of the page are, in the document: left, top, width and height.
const PLACES: &str = "['.toolbar', '.axis', '.rows', '.counter-tracks', '.minimap', '.after', '.code', '.side'].map((part) => {
    const { left, top, width, height } = all(part)[0].getBoundingClientRect();
    return [part, [left + scrollX, top + scrollY, width, height]];
})";

type Places = Vec<(String, [f64; 4])>;

/// Fails if a part has moved. Firefox's fractions of pixels depend on how far the page is scrolled.
#[track_caller]
fn assert_same(now: &Places, before: &Places, width: u32) {
    for ((part, now), (_, before)) in now.iter().zip(before) {
        let moved = now.iter().zip(before).any(|(a, b)| (a - b).abs() > 0.2);
        assert!(
            !moved,
            "{part} at a width of {width}: {before:?}, then {now:?}"
        );
    }
}

#[tokio::test]
async fn nothing_moves_when_it_opens_and_when_it_closes() -> Result<()> {
    needs!(Narrow);
    let scope = Docs::quick().open("#queue?speed=max").await?;
    scope.wait_for_end("done").await?;
    for (width, height) in [(1440, 900), (390, 844)] {
        let page = &scope.page;
        page.resize(width, height).await?;
        page.wait_until(&format!("innerWidth === {width}")).await?;
        let before: Places = page.eval(PLACES).await?;
        begin(&scope).await?;
        assert_same(&page.eval(PLACES).await?, &before, width);
        let inside: bool = page
            .eval(
                "(() => {
                    const panel = all('.narration')[0];
                    return panel.checkVisibility() && panel.scrollHeight <= panel.clientHeight + 1;
                })()",
            )
            .await?;
        assert!(inside, "no room for it at a width of {width}");
        page.press(Key::Escape).await?;
        page.wait_until("all('.narration')[0].hidden").await?;
        assert_same(&page.eval(PLACES).await?, &before, width);
    }
    scope.is_clean().await
}
