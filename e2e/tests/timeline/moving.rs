//! The timeline while it moves: it is drawn on a canvas then, and as SVG when it has stopped.

use anyhow::Result;
use coroscope_e2e::needs;

use crate::scope::{Docs, Scope};

/// Pans by the wheel in three frames, takes what is on the canvas, and waits until it has stopped. Then
/// compares, at each pixel in the middle of each lane's bars, whether both have something there, and in which colour.
/// Results in the numbers of pixels with something, and of those that differ.
const COMPARE: &str = "(async () => {
    const view = all('.timeline-view')[0];
    const frame = () => new Promise(requestAnimationFrame);
    for (let turn = 0; turn < 40 && !view.hasAttribute('data-moving'); turn++) {
        view.dispatchEvent(new WheelEvent('wheel', { deltaY: -30, ctrlKey: true, clientX: 700, bubbles: true, cancelable: true }));
        await frame();
    }
    const canvas = view.querySelector('canvas');
    const origin = canvas.getBoundingClientRect();
    const ratio = canvas.width / origin.width;
    const drawn = pixels(canvas);
    const labels = texts('.axis text.quiet').length;
    while (view.hasAttribute('data-moving')) await frame();
    const rows = view.querySelector('.rows').getBoundingClientRect();
    const kinds = ['running', 'queued', 'waiting'];
    const fill = (kind) => getComputedStyle(all(`.rows .${kind}`)[0]).fill;
    const colours = kinds.map((kind) => fill(kind).match(/\\d+/g).map(Number));
    const nearest = (x, y) => {
        const at = 4 * (Math.round((y - origin.top) * ratio) * canvas.width + Math.floor((x - origin.left) * ratio));
        const [r, g, b, a] = drawn.data.slice(at, at + 4);
        if (a < 128) return -1;
        const far = colours.map(([R, G, B]) => Math.abs(R - r) + Math.abs(G - g) + Math.abs(B - b));
        return far.indexOf(Math.min(...far));
    };
    const grid = all('path.grid')[0].getAttribute('d').match(/M[\\d.]+/g).map((it) => Number(it.slice(1)));
    const axis = all('path.grid')[0].getScreenCTM().e;
    let [something, differ] = [0, 0];
    for (const lane of all('.rows .window svg g[data-state]')) {
        const paths = kinds.map((kind) => lane.querySelector(`.${kind}`));
        const place = paths[0].getScreenCTM();
        const marks = [...lane.querySelectorAll('.sign, .cap, .ready, .hatch')];
        const covered = marks.filter((mark) => mark.getAttribute('d')).map((mark) => mark.getBoundingClientRect());
        for (let x = Math.ceil(rows.left + 200); x < rows.right - 30; x++) {
            const y = place.f + 11.5;
            if (y < rows.top || y > rows.bottom) continue;
            if (grid.some((line) => Math.abs(x + 0.5 - axis - line) < 1.5)) continue;
            if (covered.some((box) => x > box.left - 8 && x < box.right + 8)) continue;
            const point = new DOMPoint(x + 0.5 - place.e, 11.5);
            const expected = kinds.findIndex((kind, n) => paths[n].isPointInFill(point));
            const found = nearest(x + 0.5, y);
            something += Number(expected >= 0);
            differ += Number((expected >= 0 || found >= 0) && expected !== found);
        }
    }
    return [something, differ, labels];
})()";

async fn is_same(scope: &Scope) -> Result<()> {
    let (something, differ, _): (u32, u32, u32) = scope.page.eval(COMPARE).await?;
    assert!(something > 300, "only {something} pixels have something");
    // At an edge of a bar, the pixel can go to either side.
    assert!(
        differ * 50 <= something,
        "{differ} of {something} pixels differ"
    );
    Ok(())
}

#[tokio::test]
async fn the_canvas_shows_the_bars_that_svg_shows() -> Result<()> {
    for lesson in [
        "#gather?tasks=6&clock=virtual",
        "#queue?clock=virtual",
        "#locks?clock=virtual",
    ] {
        let scope = Docs::quick().open(lesson).await?;
        scope.wait_for_end("done").await?;
        is_same(&scope).await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_page_does_not_scroll_sideways_when_it_becomes_narrower() -> Result<()> {
    needs!(Narrow);
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    is_same(&scope).await?;
    scope.page.resize(390, 844).await?;
    let excess = "document.documentElement.scrollWidth - innerWidth";
    scope.page.wait_until(&format!("{excess} <= 0")).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_canvas_follows_the_theme() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    for theme in ["dark", "light"] {
        let set = format!("document.querySelector('coro-scope').setAttribute('theme', '{theme}')");
        scope.page.run(&set).await?;
        is_same(&scope).await?;
    }
    scope.is_clean().await
}
