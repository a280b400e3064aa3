//! Light or dark: as the page around is, live, in the ways that documentation tools have; or as is wished for.

use anyhow::Result;
use coroscope_e2e::needs;

use super::host::{SCRIPT, open_page, page};
use crate::scope::Scope;

const ELEMENT: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

/// `light` or `dark`, by the colour that running has.
const SCHEME: &str = "({ 'rgb(0, 114, 178)': 'light', 'rgb(86, 180, 233)': 'dark' })[getComputedStyle(all('.rows .running')[0]).fill]";

async fn open() -> Result<Scope> {
    let scope = open_page(page(SCRIPT, &format!("<main>{ELEMENT}</main>"))).await?;
    scope.stands("done").await?;
    Ok(scope)
}

async fn is(scope: &Scope, scheme: &str) -> Result<()> {
    scope
        .page
        .wait_until(&format!("{SCHEME} === '{scheme}'"))
        .await
}

#[tokio::test]
async fn it_follows_the_readers_wish_where_the_page_does() -> Result<()> {
    needs!(Media);
    let scope = open().await?;
    is(&scope, "light").await?;
    // A page that has light colours only is light, whatever the reader likes.
    scope.page.dark(true).await?;
    is(&scope, "light").await?;
    scope
        .page
        .run("document.documentElement.style.colorScheme = 'light dark'")
        .await?;
    is(&scope, "dark").await?;
    scope.page.dark(false).await?;
    is(&scope, "light").await?;
    scope
        .page
        .run("document.documentElement.style.colorScheme = 'dark'")
        .await?;
    is(&scope, "dark").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn it_follows_mdbook_sphinx_material_and_docusaurus() -> Result<()> {
    let scope = open().await?;
    for (dark, light) in [
        // mdBook's themes are classes of the root.
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
        // pydata-sphinx-theme and Docusaurus have the root say it, Furo the body.
        (
            "document.documentElement.dataset.theme = 'dark'",
            "document.documentElement.dataset.theme = 'light'",
        ),
        (
            "document.body.dataset.theme = 'dark'",
            "document.body.dataset.theme = 'light'",
        ),
        // Furo follows the reader, in its style.
        (
            "document.body.dataset.theme = 'auto'; document.body.style.color = 'rgb(230, 230, 230)'",
            "document.body.style.color = ''; delete document.body.dataset.theme",
        ),
        // Material has names for schemes.
        (
            "document.body.dataset.mdColorScheme = 'slate'",
            "document.body.dataset.mdColorScheme = 'default'",
        ),
        // Any other page shows it by the colour of its text.
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
        is(&scope, "dark").await?;
        scope.page.run(light).await?;
        is(&scope, "light").await?;
    }
    assert_eq!(
        scope.page.eval::<u32>("runs.begun").await?,
        1,
        "nothing was made anew"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_theme_that_is_wished_for_brings_its_own_paper() -> Result<()> {
    let scope = open().await?;
    let paper = "(() => { const { backgroundColor, color } = getComputedStyle(document.querySelector('coro-scope'));
        return [backgroundColor, color]; })()";
    let before: (String, String) = scope.page.eval(paper).await?;
    assert_eq!(before.0, "rgba(0, 0, 0, 0)");
    scope
        .page
        .run("document.querySelector('coro-scope').theme = 'dark'")
        .await?;
    is(&scope, "dark").await?;
    let dark: (String, String) = scope.page.eval(paper).await?;
    assert_eq!(
        dark,
        ("rgb(21, 24, 27)".into(), "rgb(227, 231, 234)".into())
    );
    scope.page.run("document.body.style.color = '#eee'; document.querySelector('coro-scope').theme = 'light'").await?;
    is(&scope, "light").await?;
    scope
        .page
        .run("document.querySelector('coro-scope').theme = 'auto'")
        .await?;
    is(&scope, "dark").await?;
    scope.is_clean().await
}
