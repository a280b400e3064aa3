//! The sites in `recipes/`, built by the tools that they are for: the element runs, follows the site's switch for
//! light and dark, and keeps its keys from the site's shortcuts.

use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, needs, sites};
use fantoccini::key::Key;
use xtask::server::Server;

/// What the tools' own pages need: scripts and styles in the page, but nothing of another server.
const POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; \
    font-src 'self' data:; worker-src 'self'; manifest-src 'self'";

const ELEMENT: &str = "document.querySelector('coro-scope')";

/// A page of a site, which has been run to its end there. The server is there until it is dropped.
struct Recipe {
    page: Page,
    _site: Server,
}

impl Recipe {
    /// Opens a page of the site in `target/recipes/`.
    async fn open(name: &str, path: &'static str) -> Result<Recipe> {
        let (site, folder) = sites::recipe(name)?;
        let file = folder.join(path);
        let html = std::fs::read_to_string(&file)
            .with_context(|| format!("could not read {}", file.display()))?;
        let answer = move || async { ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html)) };
        // Browsers ask for one where the tool names none.
        let icon = get(|| async { StatusCode::NO_CONTENT });
        let own = Router::new()
            .route(&format!("/{path}"), get(answer))
            .route("/favicon.ico", icon);
        let site = site.routes(own).start().await?;
        let page = Browser::start().await?.open(&site, path).await?;
        let recipe = Recipe { page, _site: site };
        recipe.has_run().await?;
        Ok(recipe)
    }

    async fn has_run(&self) -> Result<()> {
        let drawn = format!("{ELEMENT}?.toSVG?.() != null");
        self.page.wait_until(&drawn).await
    }

    /// Waits until the element is `light` or `dark`, by the colour that it has for what is done.
    async fn is(&self, scheme: &str) -> Result<()> {
        let found = format!(
            "getComputedStyle({ELEMENT}.shadowRoot.querySelector('.rows .running')).fill === '{}'",
            match scheme {
                "dark" => "rgb(86, 180, 233)",
                _ => "rgb(0, 114, 178)",
            }
        );
        self.page.wait_until(&found).await
    }

    /// Notes the present document, so that [`Recipe::stayed`] can tell.
    async fn mark(&self) -> Result<()> {
        self.page.run("window.marked = true").await
    }

    /// Whether neither another page was opened nor this one loaded again.
    async fn stayed(&self) -> Result<bool> {
        self.page.eval("window.marked === true").await
    }

    /// Presses arrows on the timeline.
    async fn arrows(&self) -> Result<()> {
        self.page
            .run(&format!(
                "{ELEMENT}.shadowRoot.querySelector('.sheet').focus()"
            ))
            .await?;
        for key in [Key::Right, Key::Left, Key::Down, Key::Right] {
            self.page.press(key).await?;
        }
        Ok(())
    }

    async fn is_clean(&self) -> Result<()> {
        assert_eq!(self.page.problems().await?, Vec::<String>::new());
        Ok(())
    }
}

#[tokio::test]
async fn in_plain_html_it_is_as_the_reader_likes_it() -> Result<()> {
    needs!(Media);
    let recipe = Recipe::open("plain", "index.html").await?;
    recipe.mark().await?;
    recipe.is("light").await?;
    recipe.page.dark(true).await?;
    recipe.is("dark").await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_mdbook_it_follows_the_themes() -> Result<()> {
    let recipe = Recipe::open("mdbook", "locks.html").await?;
    recipe.mark().await?;
    // The menu stays open.
    recipe.page.click("#mdbook-theme-toggle").await?;
    for (theme, scheme) in [("navy", "dark"), ("rust", "light"), ("coal", "dark")] {
        recipe.page.click(&format!("#mdbook-theme-{theme}")).await?;
        recipe.is(scheme).await?;
    }
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_mdbook_arrows_inside_turn_no_page_and_outside_they_do() -> Result<()> {
    let recipe = Recipe::open("mdbook", "locks.html").await?;
    recipe.mark().await?;
    recipe.arrows().await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await?;
    recipe
        .page
        .run(&format!(
            "{ELEMENT}.shadowRoot.activeElement.blur(); document.activeElement?.blur()"
        ))
        .await?;
    recipe.page.press(Key::Right).await?;
    let turned = "location.pathname.endsWith('/deeper/another.html')";
    recipe.page.wait_until(turned).await
}

#[tokio::test]
async fn in_material_for_mkdocs_it_follows_the_palette() -> Result<()> {
    let recipe = Recipe::open("mkdocs", "index.html").await?;
    recipe.mark().await?;
    recipe.is("light").await?;
    recipe.page.click("label[title=Dark]").await?;
    recipe.is("dark").await?;
    recipe.page.click("label[title=Light]").await?;
    recipe.is("light").await?;
    recipe.arrows().await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_sphinx_it_follows_furo() -> Result<()> {
    let recipe = Recipe::open("sphinx", "index.html").await?;
    recipe.mark().await?;
    recipe.is("light").await?;
    // Furo goes from the reader's wish to the other theme, to that theme, and back.
    for scheme in ["dark", "light", "light", "dark"] {
        recipe.page.click(".theme-toggle-content button").await?;
        recipe.is(scheme).await?;
    }
    recipe.arrows().await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn a_page_in_a_deeper_folder_finds_the_script_too() -> Result<()> {
    for (name, path) in [
        ("mdbook", "deeper/another.html"),
        ("mkdocs", "another/index.html"),
        ("sphinx", "deeper/another.html"),
    ] {
        let recipe = Recipe::open(name, path).await?;
        recipe.is_clean().await.with_context(|| name.to_owned())?;
    }
    Ok(())
}
