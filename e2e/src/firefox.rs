//! Sets the viewport and media features of Firefox by scripts that run in the browser itself.

use anyhow::{Context, Result};
use fantoccini::Client;
use serde_json::{Value, json};

use crate::command::Post;

/// Sets the size of the element that shows the page, independent of the window.
const RESIZE: &str = "
    const { style } = gBrowser.selectedBrowser;
    for (const [side, pixels] of Object.entries(arguments[0])) {
        for (const name of [side, `min-${side}`, `max-${side}`]) style.setProperty(name, `${pixels}px`);
    }
";

/// Sets media features by the preferences that control them.
const PREFER: &str = "
    const settings = {
        'prefers-color-scheme': ['layout.css.prefers-color-scheme.content-override', { dark: 0, light: 1 }],
        'prefers-reduced-motion': ['ui.prefersReducedMotion', { reduce: 1, 'no-preference': 0 }],
        'forced-colors': ['browser.display.document_color_use', { active: 2, none: 1 }],
    };
    const wanted = new Map(arguments[0]);
    for (const name of wanted.keys()) if (!settings[name]) throw new Error(`no setting for ${name}`);
    for (const [name, [setting, values]] of Object.entries(settings)) {
        if (wanted.has(name)) Services.prefs.setIntPref(setting, values[wanted.get(name)]);
        else Services.prefs.clearUserPref(setting);
    }
";

/// Sets the size of the viewport, in CSS pixels.
pub(crate) async fn resize(client: &Client, width: u32, height: u32) -> Result<()> {
    run(client, RESIZE, json!({ "width": width, "height": height })).await?;
    let is_resized = format!("return innerWidth === {width} && innerHeight === {height}");
    // The page gets the new size a frame later.
    while client.execute(&is_resized, Vec::new()).await? != json!(true) {
        client
            .execute("return new Promise(requestAnimationFrame)", Vec::new())
            .await?;
    }
    Ok(())
}

/// Emulates media features, and resets all others.
pub(crate) async fn prefer(client: &Client, features: &[(&str, &str)]) -> Result<()> {
    run(client, PREFER, json!(features)).await
}

async fn run(client: &Client, script: &str, argument: Value) -> Result<()> {
    client.issue_cmd(Post::context("chrome")).await?;
    let result = client.execute(script, vec![argument]).await;
    client.issue_cmd(Post::context("content")).await?;
    result.context("Firefox could not run the script")?;
    Ok(())
}
