//! Each recipe's pages: the lesson runs, the script is the file's text and runs, the recording is shown, nothing moves.

use anyhow::Result;
use coroscope_e2e::Page;
use serde::Deserialize;

use super::open::Recipe;

/// The script of all recipes, and what it prints.
const JOB: &str = include_str!("../../../../recipes/files/job.py");
const PRINTED: [&str; 2] = ["<b>cake</b> after 1 s", "tea & milk after 3 s"];

/// The most that a page may shift, as the browser's score.
const MAX_SHIFT: f64 = 0.02;

/// What an element shows, by its attributes.
#[derive(Debug, Deserialize, PartialEq)]
enum Shows {
    Lesson,
    Recording,
    Script,
}

const SHOWS: &str = "elements().map((it) =>
    it.hasAttribute('src') ? 'Recording' : it.hasAttribute('lesson') ? 'Lesson' : 'Script')";

/// What tools report about their own pages: rustdoc preloads fonts that it does not use.
const OF_TOOLS: [&str; 1] = ["static.files/"];

/// Scrolls to the n-th element, and waits until it shows what it should.
async fn is_shown(page: &Page, n: usize, shows: &Shows) -> Result<()> {
    page.run(&format!(
        "elements()[{n}].scrollIntoView({{ behavior: 'instant' }})"
    ))
    .await?;
    match shows {
        Shows::Lesson => page.wait_until(&over(n)).await,
        Shows::Recording => {
            let drawn = format!("elements()[{n}].toSVG?.()?.includes('tea &amp; milk')");
            page.wait_until(&drawn).await
        }
        Shows::Script => {
            let source = format!("inside({n}, '.script textarea')?.value");
            page.wait_until(&source).await?;
            assert_eq!(page.eval::<String>(&source).await?.trim(), JOB.trim());
            Ok(())
        }
    }
}

/// Whether the run of the n-th element is over, in JavaScript.
fn over(n: usize) -> String {
    format!("['done', 'failed', 'stopped'].includes(runStatus({n}))")
}

/// Runs the script of the n-th element.
async fn runs(page: &Page, n: usize) -> Result<()> {
    page.run(&format!("elements()[{n}].run()")).await?;
    page.wait_until(&over(n)).await?;
    let status = format!("inside({n}, '.run-status').textContent");
    let status: String = page.eval(&status).await?;
    let printed: Vec<String> = page.eval(&format!("printed({n})")).await?;
    assert_eq!(printed, PRINTED, "{status}");
    Ok(())
}

/// A page with these elements.
async fn has(name: &str, path: &'static str, expected: &[Shows]) -> Result<()> {
    let Some(Recipe { page, .. }) = &Recipe::open(name, path).await? else {
        return Ok(());
    };
    let shown: Vec<Shows> = page.eval(SHOWS).await?;
    assert_eq!(shown, expected, "{name}/{path}");
    for (n, shows) in shown.iter().enumerate() {
        is_shown(page, n, shows).await?;
    }
    let (shift, moved): (f64, Vec<String>) = page.eval("shiftsSoFar()").await?;
    println!("{name}/{path}: layout shift {shift:.4}");
    assert!(
        shift <= MAX_SHIFT,
        "{name}/{path} shifts by {shift}: {moved:#?}"
    );
    if let Some(n) = shown.iter().position(|it| *it == Shows::Script) {
        runs(page, n).await?;
    }
    let mut problems = page.problems().await?;
    problems.retain(|it| !OF_TOOLS.iter().any(|part| it.contains(part)));
    assert_eq!(problems, Vec::<String>::new(), "{name}/{path}");
    Ok(())
}

/// A recipe's page with lesson, script and recording; and its page with one script, if it has one.
macro_rules! recipe {
    ($name:ident, $page:literal $(, $another:literal)*) => {
        #[tokio::test]
        async fn $name() -> Result<()> {
            let all = [Shows::Lesson, Shows::Script, Shows::Recording];
            has(stringify!($name), $page, &all).await?;
            $(has(stringify!($name), $another, &[Shows::Script]).await?;)*
            Ok(())
        }
    };
}

recipe!(plain, "index.html", "another.html");
recipe!(mdbook, "locks.html", "deeper/another.html");
recipe!(mkdocs, "index.html", "another/");
recipe!(zensical, "index.html", "another/");
recipe!(sphinx, "index.html", "deeper/another.html");
recipe!(myst, "index.html", "deeper/another.html");
// By another address, Docusaurus shows another page than the one that it has made.
recipe!(docusaurus, "", "another/");
recipe!(vitepress, "index.html", "deeper/another.html");
recipe!(starlight, "", "another/");
recipe!(hugo, "", "another/");
recipe!(eleventy, "", "another/");
recipe!(jupyter, "index.html", "another.html");
recipe!(rustdoc, "locks/index.html", "locks/another/index.html");
recipe!(react, "index.html");
recipe!(vue, "index.html");
recipe!(svelte, "index.html");
recipe!(lit, "index.html");

#[tokio::test]
async fn starlight_with_mdx() -> Result<()> {
    let all = [Shows::Lesson, Shows::Script, Shows::Recording];
    has("starlight", "mdx/", &all).await
}
