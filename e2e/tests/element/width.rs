//! A page that hides the element for some moments.

use anyhow::Result;

use super::host::open;

/// Where what is drawn ends on the right: the labels of the axis, and the bars.
const DRAWN: &str = "[
    Math.max(...all('.axis text, .axis span').map((it) => it.getBoundingClientRect().right)),
    Math.max(...lanes().map(({ to }) => to))].map(Math.round)";

#[tokio::test]
async fn the_timeline_survives_a_width_of_nothing_while_the_theme_changes() -> Result<()> {
    // JupyterLab does this for some frames when the reader changes its theme.
    let scope = open(
        r#"<div id="box"><coro-scope lesson="gather" order="together" clock="virtual" speed="max"
            loading="eager" autoplay></coro-scope></div>"#,
    )
    .await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let before: Vec<f64> = page.eval(DRAWN).await?;
    assert!(before.iter().all(|right| *right > 300.0), "{before:?}");
    for hide in ["inlineSize = '0'", "display = 'none'", "width = '0'"] {
        page.run(&format!(
            "const frame = () => new Promise(requestAnimationFrame);
             const box = document.getElementById('box');
             const element = document.querySelector('coro-scope');
             for (let n = 0; n < 8; n++) {{
                 document.documentElement.dataset.theme = n % 2 ? 'light' : 'dark';
                 // The element draws in the next frame, without a width. It has its width again before the browser
                 // would report a change, or some frames later.
                 box.style.{hide};
                 element.seek('e1000000');
                 for (let frames = 0; frames <= n % 3; frames++) await frame();
                 box.removeAttribute('style');
                 if (n === 5) await frame();
             }}
             await frame();
             await frame();"
        ))
        .await?;
        let after: Vec<f64> = page.eval(DRAWN).await?;
        assert_eq!(after, before, "{hide}");
    }
    scope.is_clean().await
}
