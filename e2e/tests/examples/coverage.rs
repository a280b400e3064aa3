//! A table of all examples in the documentation, and what tests each.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use xtask::doc_snippets::{self, Snippet};

use super::root;

/// What tests an example.
enum TestedBy {
    /// A test here, as `module::name`.
    Test(&'static str),
    /// A documentation test: the page is part of the library's documentation.
    Doctest,
    /// Another part of a test run, since the example takes too long or does not end.
    Run(&'static str),
}
use TestedBy::{Doctest, Run, Test};

const SITE: &str = "the steps that build the site run it, and these tests open its output in dist/";
const SERVE: &str =
    "it builds the site as the steps do, and every test gets its pages from the same server";
const IS_THE_RUN: &str = "these tests are part of it";
const HEIGHT: &str = "element::height applies it";
const PACKAGE: &str =
    "the step that builds the npm package runs it, and elsewhere::packages opens its pages";
const YOUR_APP: &str = "the step that builds the app runs it, and elsewhere::your_app opens it";
const FENCE: &str = "the step `plugins` runs it: tools/docs/tests/documents.rs";

const TRUNK: &str = "readme::trunk_builds_the_playground";
const WASM_PACK: &str = "readme::the_documented_page_for_the_output_of_wasm_pack_runs";
const PICTURES: &str = "readme::the_pictures_are_drawn";
const TAG: &str = "embedding::the_script_and_the_tag_show_a_lesson";
const APP: &str = "instrumenting::the_documented_app_draws_its_own_futures";
const UNCHANGED: &str = "instrumenting::an_example_has_the_lines_for_an_app_that_stays_as_it_is";

/// An example by its language and first line, and what tests it.
type Example = (&'static str, &'static str, TestedBy);

/// The code blocks of each page, in order.
const PAGES: [(&str, &[Example]); 4] = [
    (
        "README.md",
        &[
            ("sh", "cargo xtask serve", Run(SERVE)),
            ("sh", "cargo xtask test", Run(IS_THE_RUN)),
            ("sh", "trunk build --release", Test(TRUNK)),
            ("sh", "wasm-pack build --target web", Test(WASM_PACK)),
            ("html", r#"<script type="module">"#, Test(WASM_PACK)),
            (
                "sh",
                "cargo run --example render -- gather --tasks 5 > gather.svg",
                Test(PICTURES),
            ),
            (
                "sh",
                "cargo run --example render -- gather --help",
                Test(PICTURES),
            ),
            (
                "rust",
                "use coroscope::{Runtime, gather, sleep, time::ms};",
                Doctest,
            ),
        ],
    ),
    (
        "docs/embedding.md",
        &[
            (
                "html",
                r#"<script type="module" src="coro-scope.js"></script>"#,
                Test(TAG),
            ),
            ("sh", "cargo xtask build", Run(SITE)),
            (
                "sh",
                "cargo run --example render -- gather --tasks 5 > dist/gather.svg",
                Test(TAG),
            ),
            (
                "html",
                r#"<script type="module" src="coro-scope.js"></script>"#,
                Test("embedding::a_python_script_next_to_the_page_runs"),
            ),
            (
                "html",
                r#"<script type="module" src="coro-scope.js"></script>"#,
                Test("embedding::a_python_script_in_the_tag_runs"),
            ),
            (
                "html",
                "<div>",
                Test("embedding::the_form_for_markdown_has_the_script"),
            ),
            (
                "html",
                r#"<script type="module" src="coro-scope.js"></script>"#,
                Test("embedding::a_script_with_another_file_runs"),
            ),
            (
                "html",
                r#"<link rel="stylesheet" href="coro-scope.css">"#,
                Run(HEIGHT),
            ),
            ("markdown", "```asyncio title=\"Two requests\"", Run(FENCE)),
            (
                "html",
                r#"<iframe src="https://example.org/coroscope/embed.html#gather?tasks=5&view=timeline&autoplay""#,
                Test("embedding::a_frame_shows_its_lesson_and_fits_its_content"),
            ),
        ],
    ),
    (
        "docs/hosting.md",
        &[
            (
                "",
                "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';",
                Test("hosting::the_whole_site_works_under_the_strict_policy"),
            ),
            (
                "html",
                r#"<script type="module" crossorigin integrity="sha384-…" src="https://example.org/coroscope/v-…/coro-scope.js"></script>"#,
                Test("hosting::a_page_with_the_hash_of_the_class_runs"),
            ),
            (
                "html",
                r#"<script src="offline.js" defer></script>"#,
                Test("hosting::with_the_line_for_offline_use_the_site_needs_no_network"),
            ),
        ],
    ),
    (
        "docs/instrumenting.md",
        &[
            ("toml", "[package]", Test(APP)),
            ("rust,ignore", "use coroscope::web::live;", Test(APP)),
            ("sh", "wasm-pack build --target web --dev", Test(APP)),
            ("html", "<button>Load</button>", Test(APP)),
            ("sh", "cp -R ../coroscope/dist/. coroscope", Test(APP)),
            ("sh", "cargo xtask serve --your-app", Run(YOUR_APP)),
            ("toml", "[dependencies]", Test(UNCHANGED)),
            ("rust,ignore", "fn main() {", Test(UNCHANGED)),
        ],
    ),
];

/// The inline code of all pages.
const INLINE: [(&str, TestedBy); 12] = [
    ("cargo run --example render", Test(PICTURES)),
    ("cargo run --example render -- gather", Test(PICTURES)),
    ("cargo xtask build", Run(SITE)),
    ("cargo xtask package", Run(PACKAGE)),
    ("cargo xtask serve", Run(SERVE)),
    ("cargo xtask serve --your-app", Run(YOUR_APP)),
    ("cargo xtask test frameworks", Run(IS_THE_RUN)),
    ("cargo xtask test your-app", Run(IS_THE_RUN)),
    ("import 'coroscope/element'", Run(PACKAGE)),
    (
        "import util",
        Test("embedding::a_script_with_another_file_runs"),
    ),
    ("trunk build --release", Test(TRUNK)),
    ("wasm-pack build --target web", Test(WASM_PACK)),
];

#[test]
fn every_example_is_tested() -> Result<()> {
    let mut inline = BTreeSet::new();
    for (page, listed) in PAGES {
        let (inline_code, blocks): (Vec<Snippet>, Vec<Snippet>) =
            (doc_snippets::on_page(&root(), page)?.into_iter())
                .partition(|it| it.language == "inline");
        inline.extend(inline_code.into_iter().map(|it| it.text));
        let printed: Vec<(&str, &str)> = (blocks.iter())
            .map(|it| (it.language.as_str(), it.first_line()))
            .collect();
        let listed: Vec<(&str, &str)> = listed.iter().map(|it| (it.0, it.1)).collect();
        assert_eq!(
            printed, listed,
            "{page} and its list in e2e/tests/examples/coverage.rs differ: add what tests the example"
        );
    }
    let listed: Vec<&str> = INLINE.iter().map(|it| it.0).collect();
    let printed: Vec<&str> = inline.iter().map(String::as_str).collect();
    assert_eq!(printed, listed, "inline code");
    Ok(())
}

#[test]
fn the_named_tests_exist() -> Result<()> {
    let blocks = PAGES
        .iter()
        .flat_map(|(page, listed)| listed.iter().map(move |it| (*page, it.1, &it.2)));
    let inline = INLINE.iter().map(|it| ("inline code", it.0, &it.1));
    for (page, line, by) in blocks.chain(inline) {
        match by {
            Test(name) => check_test_exists(name)?,
            Doctest => {
                let library = fs::read_to_string(root().join("src/lib.rs"))?;
                let included = format!("#[doc = include_str!(\"../{page}\")]");
                ensure!(library.contains(&included), "{page} is not in src/lib.rs");
            }
            Run(how) => println!("{page}: not tested here: `{line}`: {how}"),
        }
    }
    Ok(())
}

fn check_test_exists(name: &str) -> Result<()> {
    let (module, test) = (name.split_once("::")).with_context(|| format!("{name} is no path"))?;
    let file = root().join(format!("e2e/tests/examples/{module}.rs"));
    let text =
        fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    ensure!(
        text.contains(&format!("fn {test}()")),
        "{} has no test `{test}`",
        file.display()
    );
    Ok(())
}
