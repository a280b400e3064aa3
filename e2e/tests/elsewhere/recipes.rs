//! The sites in `recipes/`, built by their tools: the element runs, follows the site's color scheme, and its keys do not
//! trigger the site's shortcuts.

use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, needs, sites};
use fantoccini::key::Key;
use xtask::server::Server;

/// A policy that the tools' pages work under: inline scripts and styles, but nothing from another server.
const POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; \
    font-src 'self' data:; worker-src 'self'; manifest-src 'self'";

const ELEMENT: &str = "document.querySelector('coro-scope')";

/// An open page of a site, whose element has run to its end.
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
        // Browsers request this icon if the page names none.
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

    /// Waits until the element is `light` or `dark`, by the color of finished tasks.
    async fn has_scheme(&self, scheme: &str) -> Result<()> {
        let found = format!(
            "getComputedStyle({ELEMENT}.shadowRoot.querySelector('.rows .running')).fill === '{}'",
            match scheme {
                "dark" => "rgb(86, 180, 233)",
                _ => "rgb(0, 114, 178)",
            }
        );
        self.page.wait_until(&found).await
    }

    /// Marks the current document for [`Recipe::stayed`].
    async fn mark(&self) -> Result<()> {
        self.page.run("window.marked = true").await
    }

    /// Whether the document is still the marked one.
    async fn stayed(&self) -> Result<bool> {
        self.page.eval("window.marked === true").await
    }

    /// Presses arrow keys on the timeline.
    async fn press_arrow_keys(&self) -> Result<()> {
        self.page
            .run(&format!(
                "{ELEMENT}.shadowRoot.querySelector('.timeline-view').focus()"
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
async fn in_plain_html_it_follows_the_users_preference() -> Result<()> {
    needs!(Media);
    let recipe = Recipe::open("plain", "index.html").await?;
    recipe.mark().await?;
    recipe.has_scheme("light").await?;
    recipe.page.dark(true).await?;
    recipe.has_scheme("dark").await?;
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
        recipe.has_scheme(scheme).await?;
    }
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_mdbook_arrow_keys_turn_the_page_only_outside_the_element() -> Result<()> {
    let recipe = Recipe::open("mdbook", "locks.html").await?;
    recipe.mark().await?;
    recipe.press_arrow_keys().await?;
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
    recipe.has_scheme("light").await?;
    recipe.page.click("label[title=Dark]").await?;
    recipe.has_scheme("dark").await?;
    recipe.page.click("label[title=Light]").await?;
    recipe.has_scheme("light").await?;
    recipe.press_arrow_keys().await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_sphinx_it_follows_furo() -> Result<()> {
    let recipe = Recipe::open("sphinx", "index.html").await?;
    recipe.mark().await?;
    recipe.has_scheme("light").await?;
    // Furo's button switches from the user's preference to the other theme, then to the preferred theme, then back.
    for scheme in ["dark", "light", "light", "dark"] {
        recipe.page.click(".theme-toggle-content button").await?;
        recipe.has_scheme(scheme).await?;
    }
    recipe.press_arrow_keys().await?;
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
