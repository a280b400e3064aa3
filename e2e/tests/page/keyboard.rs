//! The page by keyboard alone: skip links, menus, hints, the list of keys.

use anyhow::Result;
use coroscope_e2e::needs;
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

/// The most key presses from a loaded page to the sentence about a bar.
const MAX_PRESSES: usize = 12;

/// The element that has the focus, in words.
const FOCUSED: &str = "(() => {
    const { activeElement } = document;
    const inside = activeElement.shadowRoot?.activeElement ?? activeElement;
    return `${inside.tagName.toLowerCase()}.${inside.getAttribute('class') ?? ''} ${inside.textContent.slice(0, 30)}`;
})()";

async fn focused(scope: &Scope) -> Result<String> {
    scope.page.eval(FOCUSED).await
}

/// Presses Tab until the focus is on an element whose description contains `what`. Returns the number of presses.
async fn tab_to(scope: &Scope, what: &str) -> Result<usize> {
    let mut seen = Vec::new();
    for presses in 1..=MAX_PRESSES {
        scope.page.press(Key::Tab).await?;
        let here = focused(scope).await?;
        if here.contains(what) {
            return Ok(presses);
        }
        seen.push(here);
    }
    panic!("no “{what}” among {seen:#?}");
}

#[tokio::test]
async fn a_bar_is_read_within_a_few_key_presses() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.page.wait_until("text('.title') === 'Gather'").await?;
    let mut presses = tab_to(&scope, "Skip to the lesson").await?;
    scope.page.press(Key::Enter).await?;
    presses += 1 + tab_to(&scope, "Run").await?;
    scope.page.press(Key::Enter).await?;
    scope.wait_for_end("done").await?;
    presses += 1 + tab_to(&scope, "Skip to the timeline").await?;
    scope.page.press(Key::Enter).await?;
    let here = focused(&scope).await?;
    assert!(here.contains("timeline-view"), "{here}");
    scope.page.press(Key::Down).await?;
    presses += 2;
    scope
        .page
        .wait_until("text('.readout strong') === 'main'")
        .await?;
    assert!(presses <= MAX_PRESSES, "{presses} key presses");
    println!("{presses} key presses");
    // The skip link changed neither the address nor the lesson.
    let hash: String = scope.page.eval("location.hash").await?;
    assert_eq!(hash, "#gather?clock=virtual");
    scope.is_clean().await
}

#[tokio::test]
async fn the_menu_closes_by_escape_and_by_a_click_elsewhere() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let summary = format!("{SHADOW}.menu summary");
    page.click(&summary).await?;
    page.wait_until("all('.menu')[0].open").await?;
    page.press(Key::Tab).await?;
    page.press(Key::Escape).await?;
    page.wait_until("!all('.menu')[0].open").await?;
    let here = focused(&scope).await?;
    assert!(here.starts_with("summary"), "{here}");
    page.click(&summary).await?;
    page.wait_until("all('.menu')[0].open").await?;
    page.click(&format!("{SHADOW}.title")).await?;
    page.wait_until("!all('.menu')[0].open").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_button_explains_the_settings() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let size = "all('#tasks-hint')[0].getBoundingClientRect().height";
    assert!(page.eval::<f64>(size).await? <= 1.0);
    page.click(&format!("{SHADOW}.settings .explain")).await?;
    page.wait_until(&format!("{size} > 10")).await?;
    // The hints of further settings are always visible.
    scope.open_settings().await?;
    assert!(
        page.eval::<f64>("all('#clock-hint')[0].getBoundingClientRect().height")
            .await?
            > 10.0
    );
    scope.is_clean().await
}

#[tokio::test]
async fn settings_that_a_link_changes_are_visible() -> Result<()> {
    let scope = Docs::quick().open("#queue?consumers=3").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let is_open = "!all('.settings .others')[0].hidden";
    assert!(page.eval::<bool>(is_open).await?);
    assert_eq!(
        page.eval::<String>("text('.settings .more')").await?,
        "More settings (1 changed)"
    );
    scope.go("#gather").await?;
    assert!(!page.eval::<bool>(is_open).await?);
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_question_mark_opens_the_list_of_keys() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let is_open = "all('.key-list')[0].matches(':popover-open')";
    page.type_into(&format!("{SHADOW}.timeline-view"), "?")
        .await?;
    page.wait_until(is_open).await?;
    page.press(Key::Escape).await?;
    page.wait_until(&format!("!{is_open}")).await?;
    page.wait_until(&format!("({FOCUSED}).includes('timeline-view')"))
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_entry_of_the_legend_explains_its_shape() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.run("all('.legend button')[0].focus()").await?;
    page.wait_until("text('.readout').startsWith('The task has the thread')")
        .await?;
    page.press(Key::Right).await?;
    page.wait_until("!text('.readout').startsWith('The task has the thread')")
        .await?;
    let labels: Vec<String> = page
        .eval("all('.legend button > span:first-of-type').map((it) => it.textContent)")
        .await?;
    let mut once = labels.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), labels.len(), "{labels:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn copying_the_program_is_announced_next_to_the_button() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.run(
        "navigator.clipboard.writeText = async () => {};
        all('.code button').find((it) => it.textContent === 'Copy').click()",
    )
    .await?;
    page.wait_until("text('.code .feedback') === 'The program is copied.'")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_next_lesson_starts_at_the_top_with_its_own_title() -> Result<()> {
    let scope = Docs::quick().open("#pause?clock=virtual").await?;
    scope.page.resize(390, 844).await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    assert_eq!(
        page.eval::<String>("document.title").await?,
        "A coroutine pauses · Coroscope"
    );
    page.click(".steps [rel=next]").await?;
    page.wait_until("document.title === 'The event loop · Coroscope'")
        .await?;
    page.wait_until("scrollY === 0").await?;
    let here = focused(&scope).await?;
    assert!(here.starts_with("main"), "{here}");
    assert_eq!(page.eval::<String>("runStatus()").await?, "ready");
    scope.is_clean().await
}

#[tokio::test]
async fn with_forced_colors_only_the_selected_tab_is_underlined() -> Result<()> {
    needs!(Media);
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.page.prefer(&[("forced-colors", "active")]).await?;
    scope.wait_for_end("done").await?;
    let lines: Vec<String> = scope
        .page
        .eval("all('.tab').map((tab) => getComputedStyle(tab).borderBottomColor)")
        .await?;
    let canvas: String = scope
        .page
        .eval("getComputedStyle(document.documentElement).backgroundColor")
        .await?;
    let seen: Vec<bool> = lines.iter().map(|line| *line != canvas).collect();
    assert_eq!(
        seen,
        [true, false, false, false, false],
        "{lines:?} on {canvas}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn the_list_of_lessons_does_not_move() -> Result<()> {
    let scope = Docs::quick().open("#sync?clock=virtual").await?;
    scope.page.resize(1280, 900).await?;
    scope.wait_for_end("done").await?;
    let places =
        "[...document.querySelectorAll('.rail a')].map((it) => it.getBoundingClientRect().top)";
    let before: Vec<f64> = scope.page.eval(places).await?;
    for lesson in ["pause", "timeouts", "loop"] {
        scope.go(&format!("#{lesson}?clock=virtual")).await?;
        scope.wait_for_end("done").await?;
        assert_eq!(
            scope.page.eval::<Vec<f64>>(places).await?,
            before,
            "{lesson}"
        );
    }
    scope.is_clean().await
}

#[tokio::test]
async fn a_term_explains_itself_to_keys_and_pointer() -> Result<()> {
    let scope = Docs::quick().open_idle("#background").await?;
    let page = &scope.page;
    page.wait_until("all('.term').length > 0").await?;
    let meaning = "getComputedStyle(all('.term')[0], '::after').content";
    assert_eq!(page.eval::<String>(meaning).await?, "none");
    // The value of `attr()` is in the computed style in Chromium, but not in Firefox.
    let is_shown = format!(
        "({meaning} !== 'none' && all('.term')[0].dataset.meaning.startsWith('A coroutine that the loop runs'))"
    );
    page.run("all('.term')[0].focus()").await?;
    page.wait_until(&is_shown).await?;
    page.run("all('.term')[0].blur()").await?;
    page.wait_until(&format!("!{is_shown}")).await?;
    let (x, y): (f64, f64) = page
        .eval(
            "(() => {
                const box = all('.term')[0].getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            })()",
        )
        .await?;
    page.move_pointer_to(x, y).await?;
    page.wait_until(&is_shown).await?;
    let sentence: String = page.eval("text('.sentence')").await?;
    assert!(sentence.starts_with("Main spawns tasks"), "{sentence}");
    scope.is_clean().await
}
