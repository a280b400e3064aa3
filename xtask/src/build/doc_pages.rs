//! Renders the pages about findings and messages, and the guides for pages that embed, from Markdown in `docs/` to HTML in the style of the site.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use fs_err as fs;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// The folders, in `docs/` and in the site.
const FOLDERS: [&str; 2] = ["findings", "messages"];
/// Guides in `docs/`, and their folder in the site.
const GUIDES: [&str; 6] = [
    "embedding",
    "exploring",
    "hosting",
    "instrumenting",
    "python",
    "rustpython",
];
const GUIDES_FOLDER: &str = "guides";
/// The name of a folder's overview, as Markdown and as HTML.
const INDEX: (&str, &str) = ("README", "index");
/// Search engines show about this many characters of a description.
const MAX_DESCRIPTION: usize = 160;
const STYLE: &str = "pages.css";
/// Follows a program's language where the program should run on the real clock.
const REAL_CLOCK: &str = "real-clock";

/// Writes the pages into a site.
pub(crate) fn write(root: &Path, site: &Path) -> Result<()> {
    for folder in FOLDERS {
        let (from, to) = (root.join("docs").join(folder), site.join(folder));
        fs::create_dir_all(&to)?;
        let entries = fs::read_dir(&from)?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let extension = path.extension().unwrap_or_default();
            if extension == "svg" {
                fs::copy(&path, to.join(format!("{name}.svg")))?;
            } else if extension == "md" {
                let text = fs::read_to_string(&path)?;
                let page = page(&text, &from, "Python asyncio");
                let name = if name == INDEX.0 { INDEX.1 } else { &name };
                fs::write(to.join(format!("{name}.html")), page)?;
            }
        }
    }
    let guides = site.join(GUIDES_FOLDER);
    fs::create_dir_all(&guides)?;
    for guide in GUIDES {
        let docs = root.join("docs");
        let text = fs::read_to_string(docs.join(format!("{guide}.md")))?;
        let page = page(&text, &docs, "Coroscope");
        fs::write(guides.join(format!("{guide}.html")), page)?;
    }
    let style = root.join("docs").join(STYLE);
    fs::copy(&style, site.join(STYLE))?;
    Ok(())
}

/// The HTML of a page about a topic. Its pictures are in `folder`.
fn page(markdown: &str, folder: &Path, topic: &str) -> String {
    let events: Vec<Event> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let title = escape(&text_of_first(&events, |tag| {
        matches!(tag, Tag::Heading { .. })
    }));
    let description = text_of_first(&events, |tag| *tag == Tag::Paragraph);
    let description = escape(&shortened(&description));
    let mut body = String::new();
    html::push_html(&mut body, for_the_site(events, folder).into_iter());
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="description" content="{description}">
  <title>{title} – {topic}</title>
  <link rel="icon" href="../icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="../{STYLE}">
</head>
<body>
  <header>
    <a class="name" href="../index.html"><img src="../icon.svg" alt="" width="22" height="22">Coroscope</a>
    <nav aria-label="Pages">
      <a href="../findings/index.html">Findings</a>
      <a href="../messages/index.html">Messages</a>
      <a href="../guides/embedding.html">Embedding</a>
      <a href="../index.html#script">Your own script</a>
    </nav>
  </header>
  <main>
{body}  </main>
</body>
</html>
"#
    )
}

/// Points links to the HTML pages, adds a link to the playground to each program, and gives pictures their size.
fn for_the_site<'a>(events: Vec<Event<'a>>, folder: &Path) -> Vec<Event<'a>> {
    let mut out = Vec::with_capacity(events.len());
    let mut program: Option<String> = None;
    let mut clock = "";
    let mut picture: Option<(String, String)> = None;
    // Whether each open link leads out of the site; those become plain text.
    let mut leaves: Vec<bool> = Vec::new();
    let ids = heading_ids(&events);
    let mut ids = ids.into_iter();
    for event in events {
        match event {
            Event::Start(Tag::Heading {
                level,
                classes,
                attrs,
                ..
            }) => {
                out.push(Event::Start(Tag::Heading {
                    level,
                    id: ids.next().map(CowStr::from),
                    classes,
                    attrs,
                }));
            }
            Event::Start(Tag::Link { ref dest_url, .. }) if is_in_the_repository(dest_url) => {
                leaves.push(true);
            }
            Event::End(TagEnd::Link) if leaves.pop() == Some(true) => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let (language, clock_word) = info.split_once(' ').unwrap_or((&*info, ""));
                program = (language == "python").then(String::new);
                clock = match clock_word {
                    REAL_CLOCK => "real",
                    _ => "virtual",
                };
                let start = match program {
                    // With `tabindex`, keys can scroll a program that is wider than the screen.
                    Some(_) => r#"<pre tabindex="0"><code>"#,
                    None => r#"<pre class="text"><code>"#,
                };
                out.push(Event::Html(start.into()));
            }
            Event::End(TagEnd::CodeBlock) => {
                let mut end = "</code></pre>\n".to_owned();
                if let Some(program) = program.take() {
                    let link = playground_link(&program, clock);
                    end += &format!(
                        "<p class=\"open\"><a href=\"{link}\">Open in the playground</a></p>\n"
                    );
                }
                out.push(Event::Html(end.into()));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                picture = Some((dest_url.into_string(), String::new()));
            }
            Event::End(TagEnd::Image) => {
                if let Some((file, words)) = picture.take() {
                    out.push(Event::Html(image(&file, &words, folder).into()));
                }
            }
            Event::Text(text) => match (&mut program, &mut picture) {
                (_, Some((_, words))) => words.push_str(&text),
                (Some(program), _) => {
                    program.push_str(&text);
                    out.push(Event::Text(text));
                }
                _ => out.push(Event::Text(text)),
            },
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                leaves.push(false);
                out.push(Event::Start(Tag::Link {
                    link_type,
                    dest_url: site_link(dest_url),
                    title,
                    id,
                }));
            }
            other => out.push(other),
        }
    }
    out
}

/// The ids of all headings, as GitHub makes them: in lower case, with hyphens.
fn heading_ids(events: &[Event]) -> Vec<String> {
    let starts =
        (0..events.len()).filter(|n| matches!(events[*n], Event::Start(Tag::Heading { .. })));
    let titles =
        starts.map(|n| text_of_first(&events[n..], |tag| matches!(tag, Tag::Heading { .. })));
    let mut ids: Vec<String> = Vec::new();
    for title in titles {
        let letters = title.to_lowercase();
        let letters = letters
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let id: String = letters.map(|c| if c == ' ' { '-' } else { c }).collect();
        let same = ids.iter().filter(|it| **it == id).count();
        ids.push(if same == 0 {
            id
        } else {
            format!("{id}-{same}")
        });
    }
    ids
}

/// Whether a link of a guide leads to a file of the repository that the site does not have.
fn is_in_the_repository(link: &str) -> bool {
    [
        "../README",
        "../examples/",
        "../plugins",
        "../recipes",
        "../tools/",
    ]
    .iter()
    .any(|it| link.starts_with(it))
}

fn site_link(link: CowStr<'_>) -> CowStr<'_> {
    if link.contains("://") {
        return link;
    }
    // What is in www/ is at the top of the site.
    if let Some(file) = link.strip_prefix("../www/") {
        return format!("../{file}").into();
    }
    let (page, heading) = match link.split_once('#') {
        Some((page, heading)) => (page, format!("#{heading}")),
        None => (&*link, String::new()),
    };
    match page.strip_suffix(".md") {
        Some(page) => {
            let page = match page.strip_suffix(INDEX.0) {
                Some(folder) => format!("{folder}{}", INDEX.1),
                None => page.to_owned(),
            };
            format!("{page}.html{heading}").into()
        }
        None => link,
    }
}

/// A link to the playground with a program (packed as the playground packs it) and the clock that the picture was made
/// with.
fn playground_link(program: &str, clock: &str) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(program.as_bytes(), 9);
    let code = BASE64_URL_SAFE_NO_PAD.encode(packed);
    format!("../index.html#script?code={code}&amp;clock={clock}")
}

/// A picture with its size, so that the page does not shift when the picture has loaded.
fn image(file: &str, words: &str, folder: &Path) -> String {
    let svg = fs::read_to_string(folder.join(file)).unwrap_or_default();
    let root = svg.split('>').next().unwrap_or_default();
    let size = |name: &str| {
        let value = root
            .split(&format!(" {name}=\""))
            .nth(1)?
            .split('"')
            .next()?;
        Some(format!(" {name}=\"{value}\""))
    };
    let size: String = ["width", "height"].into_iter().filter_map(size).collect();
    let (file, words) = (escape(file), escape(words));
    let image = format!("<img src=\"{file}\" alt=\"{words}\"{size} loading=\"lazy\">");
    format!("<span class=\"picture\" tabindex=\"0\">{image}</span>")
}

/// The text of the first element that matches.
fn text_of_first(events: &[Event], matches: impl Fn(&Tag) -> bool) -> String {
    let from = events
        .iter()
        .position(|event| matches!(event, Event::Start(tag) if matches(tag)));
    let Some(from) = from else {
        return String::new();
    };
    let mut words = String::new();
    for event in &events[from..] {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    words
}

/// The text, cut at the end of a word if it is too long for a description.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_DESCRIPTION) {
        None => text.to_owned(),
        Some((most, _)) => {
            let end = text[..most].rfind(' ').unwrap_or(most);
            format!("{}…", text[..end].trim_end_matches([',', ';', ':']))
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
