//! Light or dark: the element follows its page, in the ways of several documentation tools, or its attribute.

use anyhow::Result;
use coroscope_e2e::needs;

use super::host::{SCRIPT, open_page, page};
use crate::scope::Scope;

const ELEMENT: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

/// `light` or `dark`, by the color of running bars.
const SCHEME: &str = "({ 'rgb(0, 114, 178)': 'light', 'rgb(86, 180, 233)': 'dark' })[getComputedStyle(all('.rows .running')[0]).fill]";

async fn open() -> Result<Scope> {
    let scope = open_page(page(SCRIPT, &format!("<main>{ELEMENT}</main>"))).await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

async fn has_scheme(scope: &Scope, scheme: &str) -> Result<()> {
    scope
        .page
        .wait_until(&format!("{SCHEME} === '{scheme}'"))
        .await
}

#[tokio::test]
async fn it_follows_the_users_preference_if_the_page_does() -> Result<()> {
    needs!(Media);
    let scope = open().await?;
    has_scheme(&scope, "light").await?;
    // On a page with only light colors it is light, whatever the user prefers.
    scope.page.dark(true).await?;
    has_scheme(&scope, "light").await?;
    scope
        .page
        .run("document.documentElement.style.colorScheme = 'light dark'")
        .await?;
    has_scheme(&scope, "dark").await?;
    scope.page.dark(false).await?;
    has_scheme(&scope, "light").await?;
    scope
        .page
        .run("document.documentElement.style.colorScheme = 'dark'")
        .await?;
    has_scheme(&scope, "dark").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn it_is_dark_where_the_text_is_light_in_any_notation() -> Result<()> {
    let scope = open().await?;
    for (light, dark) in [
        ("#f0f0f0", "#101010"),
        ("oklch(95% 0 0)", "oklch(15% 0 0)"),
        ("oklab(0.9 0.01 0)", "oklab(0.2 0.01 0)"),
        ("lab(92 1 1)", "lab(12 1 1)"),
        ("lch(92 1 40)", "lch(12 1 40)"),
        ("color(srgb 0.95 0.95 0.95)", "color(srgb 0.1 0.1 0.1)"),
        (
            "color(display-p3 0.95 0.95 0.95 / 0.9)",
            "color(display-p3 0.1 0.1 0.1)",
        ),
    ] {
        for (text, scheme) in [(light, "dark"), (dark, "light")] {
            let set = format!("document.body.style.color = '{text}'");
            scope.page.run(&set).await?;
            has_scheme(&scope, scheme).await?;
        }
    }
    scope.is_clean().await
}

#[tokio::test]
async fn it_follows_mdbook_sphinx_material_and_docusaurus() -> Result<()> {
    let scope = open().await?;
    for (dark, light) in [
        // mdBook's themes are classes of the root element.
        (
            "document.documentElement.className = 'js coal sidebar-visible'",
            "document.documentElement.className = 'js light sidebar-visible'",
        ),
        (
            "document.documentElement.className = 'navy'",
            "document.documentElement.className = 'rust'",
        ),
        (
            "document.documentElement.className = 'ayu'",
            "document.documentElement.className = ''",
        ),
        // pydata-sphinx-theme and Docusaurus use an attribute of the root element, Furo of the body.
        (
            "document.documentElement.dataset.theme = 'dark'",
            "document.documentElement.dataset.theme = 'light'",
        ),
        (
            "document.body.dataset.theme = 'dark'",
            "document.body.dataset.theme = 'light'",
        ),
        // Furo follows the user's preference by its style sheet.
        (
            "document.body.dataset.theme = 'auto'; document.body.style.color = 'rgb(230, 230, 230)'",
            "document.body.style.color = ''; delete document.body.dataset.theme",
        ),
        // Material names its color schemes.
        (
            "document.body.dataset.mdColorScheme = 'slate'",
            "document.body.dataset.mdColorScheme = 'default'",
        ),
        // For any other page, the color of its text decides.
        (
            "document.body.style.color = '#eee'",
            "document.body.style.color = '#222'",
        ),
    ] {
        scope
            .page
            .run(&format!(
                "delete document.documentElement.dataset.theme; {dark}"
            ))
            .await?;
        has_scheme(&scope, "dark").await?;
        scope.page.run(light).await?;
        has_scheme(&scope, "light").await?;
    }
    assert_eq!(
        scope.page.eval::<u32>("runs.begun").await?,
        1,
        "nothing was made anew"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn the_theme_attribute_sets_a_background() -> Result<()> {
    let scope = open().await?;
    let colors = "(() => { const { backgroundColor, color } = getComputedStyle(document.querySelector('coro-scope'));
        return [backgroundColor, color]; })()";
    let before: (String, String) = scope.page.eval(colors).await?;
    assert_eq!(before.0, "rgba(0, 0, 0, 0)");
    scope
        .page
        .run("document.querySelector('coro-scope').theme = 'dark'")
        .await?;
    has_scheme(&scope, "dark").await?;
    let dark: (String, String) = scope.page.eval(colors).await?;
    assert_eq!(
        dark,
        ("rgb(21, 24, 27)".into(), "rgb(227, 231, 234)".into())
    );
    scope.page.run("document.body.style.color = '#eee'; document.querySelector('coro-scope').theme = 'light'").await?;
    has_scheme(&scope, "light").await?;
    scope
        .page
        .run("document.querySelector('coro-scope').theme = 'auto'")
        .await?;
    has_scheme(&scope, "dark").await?;
    scope.is_clean().await
}
