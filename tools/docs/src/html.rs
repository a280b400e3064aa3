//! The part of a page that shows a fence: HTML without scripts, in one line, so that no Markdown engine takes it apart.

use crate::fence::Fence;
use crate::options::{Options, Part, Subject, changed_settings};
use crate::picture::{self, Picture};
use crate::run::Run;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use coroscope::lint::Finding;
use coroscope::time::human;
use coroscope::timeline::svg::Theme;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{fs, io};

/// The folder with a page for each kind of finding.
const FINDINGS: &str = "findings/";

/// How a page shows its fences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether a click runs what is shown. The page then needs `coro-scope.js`.
    pub runs: bool,
    /// The address of `coro-scope.js`, if the fence is to load it.
    pub script: Option<String>,
    /// The address of Coroscope's site with a slash at its end, for links to the pages of findings.
    pub guide: Option<String>,
    /// Where pictures are files of their own, instead of being part of the page.
    pub pictures: Option<Pictures>,
}

/// A folder for pictures, and its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// The folder.
    pub folder: PathBuf,
    /// Its address in the page, with a slash at its end.
    pub url: String,
}

/// What a page shows of a fence.
pub struct Fragment {
    /// The program that readers see, if there is one.
    pub code: Option<String>,
    /// Picture, output and findings.
    pub html: String,
    /// The tag that runs the same in the page.
    pub tag: String,
}

/// Makes the part of the page.
///
/// # Errors
/// If a picture can't be written.
pub fn fragment(
    run: &Run,
    options: &Options,
    script: Option<&Fence>,
    look: &Look,
) -> io::Result<Fragment> {
    let shows = |part| options.show.contains(&part);
    let title = title(run, options);
    let attributes = attributes(run, options).filter(|_| look.runs);
    let mut html = String::new();
    if shows(Part::Picture) {
        let heading = match title.as_str() {
            // The element's button is over the picture's heading.
            "" if attributes.is_some() => "Timeline",
            title => title,
        };
        let picture = picture::draw(run, heading, options.width, Theme::Auto);
        let alt = options.alt.clone().unwrap_or_else(|| describe(run, &title));
        html += &image(&picture, &alt, look.pictures.as_ref())?;
    }
    let output = run.output();
    if shows(Part::Output) && !output.trim().is_empty() {
        html += &format!(
            "<pre class=\"coroscope-output\"><samp>{}</samp></pre>",
            text(output.trim_end())
        );
    }
    let findings = run.findings();
    if shows(Part::Findings) && !findings.is_empty() {
        let items: String = findings
            .iter()
            .map(|it| item(run, it, script, look))
            .collect();
        html += &format!("<ul class=\"coroscope-findings\">{items}</ul>");
    }
    if let Some(attributes) = attributes {
        html = format!("<coro-scope loading=\"click\"{attributes}>{html}</coro-scope>");
        if let Some(script) = &look.script {
            let script = text(script);
            html = format!("<script type=\"module\" src=\"{script}\"></script>{html}");
        }
    }
    Ok(Fragment {
        code: script
            .filter(|_| shows(Part::Code))
            .map(Fence::shown_script),
        html: format!("<div class=\"coroscope-fence\">{html}</div>"),
        tag: tag(run, options),
    })
}

/// The tag that runs the same in a page; for a recording without an address, the form of the tag.
fn tag(run: &Run, options: &Options) -> String {
    let attributes = attributes(run, options).unwrap_or_else(|| " src=\"…\"".into());
    format!("<coro-scope{attributes}></coro-scope>")
}

/// The heading of the picture.
pub(crate) fn title(run: &Run, options: &Options) -> String {
    options
        .title
        .clone()
        .unwrap_or_else(|| run.meta.title.clone())
}

fn image(picture: &Picture, alt: &str, pictures: Option<&Pictures>) -> io::Result<String> {
    let address = match pictures {
        None => format!(
            "data:image/svg+xml;base64,{}",
            STANDARD.encode(&picture.svg)
        ),
        Some(pictures) => {
            let mut hasher = DefaultHasher::new();
            picture.svg.hash(&mut hasher);
            let name = format!("{:016x}.svg", hasher.finish());
            let path = pictures.folder.join(&name);
            // A file that is written again makes tools that watch the folder build again.
            if !path.is_file() {
                fs::create_dir_all(&pictures.folder)?;
                fs::write(&path, &picture.svg)?;
            }
            format!("{}{name}", text(&pictures.url))
        }
    };
    let Picture { width, height, .. } = picture;
    Ok(format!(
        "<img class=\"coroscope-picture\" src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"{}\" \
         style=\"max-width:100%;height:auto\">",
        text(alt)
    ))
}

/// What the picture shows, in words.
fn describe(run: &Run, title: &str) -> String {
    let tasks = run
        .model
        .tasks()
        .iter()
        .filter(|task| task.is_task())
        .count();
    let tasks = match tasks {
        1 => "1 task".to_owned(),
        n => format!("{n} tasks"),
    };
    let title = match title {
        "" => String::new(),
        title => format!(" of “{title}”"),
    };
    format!("Timeline{title}: {tasks} in {}", human(run.makespan()))
}

fn item(run: &Run, finding: &Finding, script: Option<&Fence>, look: &Look) -> String {
    let kind = finding.kind.id();
    let title = text(&finding.title);
    let title = match &look.guide {
        None => title,
        Some(guide) => format!(
            "<a href=\"{}{FINDINGS}{kind}.html\">{title}</a>",
            text(guide)
        ),
    };
    let place = place(run, finding, script).map_or(String::new(), |it| format!(" ({})", text(&it)));
    format!(
        "<li class=\"coroscope-{kind}\"><strong>{title}</strong>{place}: {} {}</li>",
        text(&finding.sentence),
        text(&finding.advice)
    )
}

/// The line that a finding is about, if readers see it.
fn place(run: &Run, finding: &Finding, script: Option<&Fence>) -> Option<String> {
    let place = run.view().place(*finding.places.first()?)?;
    match script {
        Some(script) => Some(format!("line {}", script.shown_line(place.line)?)),
        // The lines of a lesson are not those that its readers see.
        None if !run.meta.lesson.is_empty() => None,
        None => Some(format!("{}, line {}", place.file, place.line)),
    }
}

/// The attributes of the tag that runs the same in a page. `None` for a recording of which the page's address is not known.
fn attributes(run: &Run, options: &Options) -> Option<String> {
    let mut all: Vec<(String, String)> = Vec::new();
    match (&options.subject, &run.script) {
        (Subject::Lesson(lesson, values), _) => {
            all.push(("lesson".into(), lesson.id.into()));
            all.push(("clock".into(), "virtual".into()));
            all.extend(changed_settings(lesson, values));
        }
        (Subject::Recording(_), _) => all.push(("src".into(), options.url.clone()?)),
        (_, script) => {
            all.push(("lesson".into(), "script".into()));
            all.push(("clock".into(), "virtual".into()));
            all.push(("code".into(), pack(script.as_deref().unwrap_or_default())));
        }
    }
    let attributes = all
        .iter()
        .map(|(name, value)| format!(" {name}=\"{}\"", text(value)));
    Some(attributes.collect())
}

/// A script as links have it: raw deflate in base64url.
fn pack(script: &str) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(script.as_bytes(), 9);
    URL_SAFE_NO_PAD.encode(packed)
}

/// Text or a value in HTML. Braces are escaped, too, because Vue, MDX and templates read them as theirs; a line end, because
/// Markdown ends HTML at an empty line.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '{' => escaped += "&#123;",
            '}' => escaped += "&#125;",
            '\n' => escaped += "&#10;",
            '\r' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_nothing_that_a_template_or_markdown_would_read() {
        let expected = "&#123;&#123; x &#125;&#125;&#10;&#10;&lt;b&gt; &amp;&quot;";
        assert_eq!(text("{{ x }}\n\n<b> &\""), expected);
    }

    #[test]
    fn a_script_is_packed_without_characters_that_need_quotes() {
        let packed = pack(&"import asyncio\n".repeat(9));
        assert!(
            packed.len() < 60 && !packed.contains(['+', '/', '=']),
            "{packed}"
        );
    }
}
