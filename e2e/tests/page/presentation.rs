//! The presentation: full screen, large type, and back.

use anyhow::Result;
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

const IS_ON: &str = "all('.frame')[0].hasAttribute('data-present')";

async fn ended() -> Result<Scope> {
    let scope = Docs::quick().open("#locks?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

#[tokio::test]
async fn it_shows_question_timeline_and_status_in_large_type() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    page.click(&format!("{SHADOW}button.present")).await?;
    page.wait_until(IS_ON).await?;
    let visible: Vec<bool> = page
        .eval(
            "['.title', '.question', '.run-status', '.timeline', '.player .time', '.code', '.side', '.settings', '.menu']
                .map((part) => all(part)[0].checkVisibility())",
        )
        .await?;
    let expected = [true, true, true, true, true, false, false, false, false];
    assert_eq!(visible, expected);
    let sizes: Vec<f64> = page
        .eval(
            "all('.title, .question, .run-status span, .axis text.quiet, .rows text, .player .time, .legend span')
                .filter((it) => it.checkVisibility() && it.textContent)
                .map((it) => parseFloat(getComputedStyle(it).fontSize) * all('.frame')[0].getBoundingClientRect().width
                    / all('.frame')[0].offsetWidth)",
        )
        .await?;
    assert!(sizes.len() > 10, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size >= 24.0), "{sizes:?}");

    page.press(Key::Escape).await?;
    page.wait_until(&format!("!({IS_ON})")).await?;
    page.wait_until("scope().activeElement?.classList.contains('present')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn where_full_screen_is_refused_it_covers_the_window() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    page.run(
        "Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refused'))",
    )
    .await?;
    page.type_into("body", "p").await?;
    page.wait_until(IS_ON).await?;
    let covered: Vec<f64> = page
        .eval(
            "(() => {
                const box = all('.frame')[0].getBoundingClientRect();
                return [box.left, box.top, box.width - document.documentElement.clientWidth, box.height - innerHeight];
            })()",
        )
        .await?;
    assert!(covered.iter().all(|off| off.abs() < 2.0), "{covered:?}");

    // What is pressed is what is under the pointer, although everything is larger.
    let (x, y): (f64, f64) = page
        .eval(
            "(() => {
                const lane = all('.rows g[data-state]')[2];
                const box = lane.querySelector('.waiting').getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            })()",
        )
        .await?;
    page.click_at(x, y).await?;
    page.wait_until(
        "all('.rows g[data-state]')[2].querySelector('.selected').getAttribute('d') !== ''",
    )
    .await?;
    page.press(Key::Escape).await?;
    page.wait_until(&format!("!({IS_ON})")).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn typing_p_in_a_field_types_p() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let urls = format!("{SHADOW}[name=urls]");
    scope.open_settings().await?;
    scope.page.type_into(&urls, "p").await?;
    assert_eq!(
        scope
            .page
            .eval::<String>("all('[name=urls]')[0].value")
            .await?,
        "p"
    );
    assert!(!scope.page.eval::<bool>(IS_ON).await?);
    scope.is_clean().await
}
