//! The sites in `recipes/` whose tools have themes and shortcuts: the element follows the color scheme, and its keys do not
//! trigger shortcuts.

use anyhow::Result;
use coroscope_e2e::needs;
use fantoccini::key::Key;

use super::open::Recipe;

const ELEMENT: &str = "elements()[0]";

impl Recipe {
    /// Opens a page, and waits until its first element has run.
    async fn run(name: &str, path: &'static str) -> Result<Option<Recipe>> {
        let recipe = Recipe::open(name, path).await?;
        if let Some(recipe) = &recipe {
            recipe.has_run().await?;
        }
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
    let Some(recipe) = Recipe::run("plain", "index.html").await? else {
        return Ok(());
    };
    recipe.mark().await?;
    recipe.has_scheme("light").await?;
    recipe.page.dark(true).await?;
    recipe.has_scheme("dark").await?;
    assert!(recipe.stayed().await?);
    recipe.is_clean().await
}

#[tokio::test]
async fn in_mdbook_it_follows_the_themes() -> Result<()> {
    let Some(recipe) = Recipe::run("mdbook", "locks.html").await? else {
        return Ok(());
    };
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
    let Some(recipe) = Recipe::run("mdbook", "locks.html").await? else {
        return Ok(());
    };
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
    let Some(recipe) = Recipe::run("mkdocs", "index.html").await? else {
        return Ok(());
    };
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
    let Some(recipe) = Recipe::run("sphinx", "index.html").await? else {
        return Ok(());
    };
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
