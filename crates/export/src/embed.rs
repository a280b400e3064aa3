//! The HTML and Markdown with which another page shows a run.

use coroscope_recording::SourceFile;
use coroscope_wording::tr;

/// What is shown, and where its site is.
#[derive(Clone, Copy, Debug)]
pub struct Embed<'a> {
    /// The address of the site with a slash at its end; empty if the files are next to the page.
    pub site: &'a str,
    /// The id of the lesson, or `script`.
    pub subject: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Attributes of the element other than the lesson and the script, as (name, value).
    pub attributes: &'a [(String, String)],
    /// The fragment with the same content, with its `#`.
    pub fragment: &'a str,
    /// The Python script, if it is one.
    pub script: Option<&'a str>,
    /// The modules of the script.
    pub modules: &'a [SourceFile],
    /// The script as it is packed in links.
    pub packed: Option<&'a str>,
}

impl Embed<'_> {
    /// The script of the site and the tag.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::Embed;
    /// let embed = Embed {
    ///     site: "https://example.org/",
    ///     subject: "gather",
    ///     title: "Gather",
    ///     attributes: &[("tasks".into(), "3".into())],
    ///     fragment: "#gather?tasks=3",
    ///     script: None,
    ///     modules: &[],
    ///     packed: None,
    /// };
    /// assert!(embed.tag().ends_with("<coro-scope lesson=\"gather\" tasks=\"3\"></coro-scope>\n"));
    /// ```
    pub fn tag(&self) -> String {
        // These end or hide a script in HTML, also inside of strings.
        let is_readable = |script: &str| {
            let script = script.to_ascii_lowercase();
            !script.contains("</script") && !script.contains("<!--")
        };
        let are_readable = self.modules.iter().all(|module| is_readable(&module.text));
        let is_readable = self.script.is_some_and(is_readable) && are_readable;
        match self.script {
            None => self.tag_with(&attribute("lesson", self.subject), ""),
            Some(_) if !is_readable => self.packed_tag(),
            Some(script) => {
                let mut content = "\n".to_owned() + &script_tag("", script);
                for module in self.modules {
                    content += &script_tag(&attribute("data-name", &module.name), &module.text);
                }
                self.tag_with("", &content)
            }
        }
    }

    /// The script of the site, and the tag with the script compressed in its attribute `code`, which no tool that builds a
    /// page changes.
    pub fn packed_tag(&self) -> String {
        self.tag_with(&attribute("code", self.packed.unwrap_or_default()), "")
    }

    /// The script of the site, and the tag with the script as this file next to the page.
    pub fn file_tag(&self, file: &str) -> String {
        self.tag_with(&attribute("script", file), "")
    }

    fn tag_with(&self, subject: &str, content: &str) -> String {
        let site = escape(self.site);
        let others = self.attributes.iter();
        let others: String = others.map(|(name, value)| attribute(name, value)).collect();
        format!(
            "<script type=\"module\" src=\"{site}coro-scope.js\"></script>\n\
             <coro-scope{subject}{others}>{content}</coro-scope>\n"
        )
    }

    /// A frame, for pages that allow no scripts of other sites.
    pub fn frame(&self) -> String {
        let (site, title) = (escape(self.site), escape(self.title));
        let fragment = escape(self.fragment);
        format!(
            "<iframe src=\"{site}embed.html{fragment}\"\n  sandbox=\"allow-scripts\" loading=\"lazy\" title=\"{title}\"\n  \
             width=\"100%\" height=\"700\" style=\"border: 0\"></iframe>\n\
             <script type=\"module\" src=\"{site}embed-height.js\"></script>\n"
        )
    }

    /// The picture `SUBJECT.svg` with a link to the playground, in Markdown.
    pub fn badge(&self) -> String {
        let title: String = self.title.chars().filter(|c| !"[]".contains(*c)).collect();
        let title = tr!("{title}: the timeline of a run", title);
        // Parentheses end a link in Markdown.
        let fragment = self.fragment.replace('(', "%28").replace(')', "%29");
        format!(
            "[![{title}]({}.svg)]({}index.html{fragment})\n",
            self.subject, self.site
        )
    }
}

/// A file of the script in a tag.
fn script_tag(attribute: &str, script: &str) -> String {
    let mut text = format!("  <script type=\"text/x-python\"{attribute}>\n");
    for line in script.lines() {
        let indent = if line.trim().is_empty() { "" } else { "    " };
        text += &format!("{indent}{line}\n");
    }
    text + "  </script>\n"
}

fn attribute(name: &str, value: &str) -> String {
    match value {
        "" => format!(" {name}"),
        value => format!(" {name}=\"{}\"", escape(value)),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('\n', "&#10;")
}
