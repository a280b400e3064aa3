//! Tests of the rendered pages.

use super::*;
use crate::paths::Paths;
use std::collections::BTreeSet;

/// Writes the pages, and the files that they link to, into a new folder.
fn site(name: &str) -> std::path::PathBuf {
    let root = Paths::find().expect("the workspace").root;
    let site = root.join("target/tmp").join(name);
    crate::files::remove_folder(&site).expect("an empty folder");
    fs::create_dir_all(&site).expect("a folder");
    for file in ["index.html", "icon.svg", "custom-elements.json"] {
        let from = [root.join(file), root.join("www").join(file)];
        let from = from.iter().find(|path| path.exists());
        fs::copy(from.expect("a file of the site"), site.join(file)).expect("a copy");
    }
    write(&root, &site).expect("the pages");
    site
}

fn pages(site: &Path) -> Vec<(std::path::PathBuf, String)> {
    let files = (FOLDERS.iter().chain([&GUIDES_FOLDER]))
        .flat_map(|folder| fs::read_dir(site.join(folder)).expect("a folder"));
    let paths = files.map(|entry| entry.expect("an entry").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|it| it == "html"));
    paths
        .map(|path| (path.clone(), fs::read_to_string(path).expect("a page")))
        .collect()
}

#[test]
fn every_link_and_picture_refers_to_a_file_of_the_site() {
    let site = site("pages-links");
    let pages = pages(&site);
    assert!(pages.len() > 40);
    for (path, text) in pages {
        // Examples of HTML are text, not tags.
        let tags = text.split('<').skip(1);
        let tags: Vec<&str> = tags.filter_map(|rest| rest.split('>').next()).collect();
        for attribute in [" href=\"", " src=\""] {
            for rest in tags.iter().filter_map(|tag| tag.split(attribute).nth(1)) {
                let whole = rest.split('"').next().unwrap_or_default();
                let (link, heading) = whole.split_once('#').unwrap_or((whole, ""));
                let target = match link {
                    "" => path.clone(),
                    link => path.with_file_name("").join(link),
                };
                let exists = link.starts_with("https://") || target.exists();
                assert!(exists, "{}: {link}", path.display());
                // The headings of the playground are lessons.
                if !heading.is_empty() && !link.ends_with("index.html") && target.exists() {
                    let page = fs::read_to_string(&target).expect("a page");
                    let is_there = page.contains(&format!(" id=\"{heading}\""));
                    assert!(is_there, "{}: {whole}", path.display());
                }
            }
        }
    }
}

#[test]
fn every_page_has_its_own_title_and_description() {
    let site = site("pages-titles");
    let mut seen = BTreeSet::new();
    for (path, text) in pages(&site) {
        for (start, end) in [
            ("<title>", "</title>"),
            ("name=\"description\" content=\"", "\""),
        ] {
            let words = text
                .split(start)
                .nth(1)
                .and_then(|rest| rest.split(end).next());
            let words = words.unwrap_or_default().to_owned();
            assert!(words.len() > 20, "{}: {words}", path.display());
            assert!(
                seen.insert(words),
                "{}: a title or description that another page has, too",
                path.display()
            );
        }
    }
}

#[test]
fn a_program_can_be_opened_in_the_playground() {
    let link = playground_link("print('hello')\n", "virtual");
    let code = link
        .split("code=")
        .nth(1)
        .and_then(|rest| rest.split('&').next());
    let packed = BASE64_URL_SAFE_NO_PAD
        .decode(code.expect("a code"))
        .expect("base64");
    let text = miniz_oxide::inflate::decompress_to_vec(&packed).expect("deflate");
    assert_eq!(text, b"print('hello')\n");
}

#[test]
fn a_program_opens_on_the_clock_that_its_page_specifies() {
    let open = |info: &str| {
        page(
            &format!("# A\n\n```{info}\nx\n```\n"),
            Path::new("nowhere"),
            "Python asyncio",
        )
    };
    assert!(open("python").contains("&amp;clock=virtual\""));
    assert!(open("python real-clock").contains("&amp;clock=real\""));
}

#[test]
fn markdown_becomes_a_page() {
    let text = "# `A <b>`\n\nWhat it is.\n\n## More\n\n[x](../messages/README.md) [y](y.md)\n\n```text\na < b\n```\n";
    let page = page(text, Path::new("nowhere"), "Python asyncio");
    assert!(
        page.contains("<title>A &lt;b&gt; – Python asyncio</title>"),
        "{page}"
    );
    assert!(page.contains("content=\"What it is.\""));
    assert!(page.contains("href=\"../messages/index.html\"") && page.contains("href=\"y.html\""));
    assert!(page.contains("a &lt; b") && !page.contains("#script?code"));
}
