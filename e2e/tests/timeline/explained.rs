//! What explains the timeline: the legend, the numbers of the moments to look at, and sentences about labels and the axis.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope};

const FRAMES: &str =
    "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));";

async fn queue() -> Result<Scope> {
    let scope = Docs::quick().open("#queue?clock=virtual&speed=max").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("all('.axis .spot-number').length > 0")
        .await?;
    Ok(scope)
}

#[tokio::test]
async fn the_other_shapes_are_dimmed_while_the_legend_explains_one() -> Result<()> {
    let scope = queue().await?;
    let page = &scope.page;
    // The least opacity of bars of each of two kinds.
    let seen = "['.rows path.waiting', '.rows path.cap.done'].map((kind) => Math.min(...all(kind)
        .filter((path) => path.getAttribute('d')).map((path) => Number(getComputedStyle(path).opacity))))";
    assert_eq!(page.eval::<[f64; 2]>(seen).await?, [1.0, 1.0]);
    for (label, expected) in [("waiting: timer", [1.0, 0.15]), ("done", [0.15, 1.0])] {
        page.run(&format!(
            "all('.legend button').find((it) => it.textContent.startsWith('{label}')).focus()"
        ))
        .await?;
        page.wait_until(&format!(
            "JSON.stringify({seen}) === '{}'",
            serde_json::to_string(&expected.map(|it: f64| {
                // As JavaScript writes it.
                if it == 1.0 {
                    serde_json::json!(1)
                } else {
                    serde_json::json!(it)
                }
            }))?
        ))
        .await?;
    }
    page.run("scope().activeElement.blur()").await?;
    page.wait_until(&format!("JSON.stringify({seen}) === '[1,1]'"))
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_numbers_at_the_axis_lead_to_the_moments_to_look_at() -> Result<()> {
    let scope = queue().await?;
    let page = &scope.page;
    let numbers = "texts('.axis .spot-number text')";
    assert_eq!(
        page.eval::<Vec<String>>(numbers).await?,
        page.eval::<Vec<String>>("texts('.spots .number')").await?
    );
    page.run(
        "all('.axis .spot-number')[1].dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }))",
    )
    .await?;
    page.wait_until("all('.spots .spot[data-shown]').length === 1")
        .await?;
    let shown: String = page
        .eval("all('.spots .spot[data-shown] .number')[0].textContent")
        .await?;
    assert_eq!(shown, "2");
    // The playhead is at the number.
    page.run(FRAMES).await?;
    let apart: f64 = page
        .eval(
            "(() => {
                const middle = (part) => { const { left, width } = part.getBoundingClientRect(); return left + width / 2; };
                const heads = all('.playhead').filter((it) => it.getBoundingClientRect().width > 0 || it.getBoundingClientRect().height > 0);
                return Math.min(...heads.map((it) => Math.abs(middle(it) - middle(all('.axis .spot-number')[1]))));
            })()",
        )
        .await?;
    assert!(apart < 2.0, "{apart} px");
    // Numbers belong to a run with these settings.
    page.run(
        "const field = all('[name=capacity]')[0];
        field.value = '7';
        field.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await?;
    page.wait_until(
        "runStatus() === 'done' && all('.axis .spot-number').length === all('.spots .spot').length",
    )
    .await?;
    scope.is_clean().await
}

/// Moves the pointer to a place in a part, given in pixels from its left upper corner, and returns the sentence.
async fn hovered(scope: &Scope, part: &str, (x, y): (f64, f64)) -> Result<String> {
    scope
        .page
        .run(&format!(
            "const part = all('{part}')[0];
            const {{ left, top }} = part.getBoundingClientRect();
            part.dispatchEvent(new PointerEvent('pointermove', {{ bubbles: true, clientX: left + {x}, clientY: top + {y} }}));
            {FRAMES}"
        ))
        .await?;
    scope.page.eval("text('.readout')").await
}

#[tokio::test]
async fn labels_and_the_axis_have_sentences() -> Result<()> {
    let scope = queue().await?;
    let label = hovered(&scope, ".rows", (60.0, 12.0)).await?;
    assert!(label.starts_with("main: ran "), "{label}");
    scope
        .page
        .run("all('.rows')[0].dispatchEvent(new PointerEvent('pointerleave'))")
        .await?;
    let axis = hovered(&scope, ".axis", (500.0, 8.0)).await?;
    assert!(
        axis.contains(" after the start of the run: press or drag"),
        "{axis}"
    );
    scope.page.click(&format!("{SHADOW}.legend button")).await?;
    scope.is_clean().await
}
