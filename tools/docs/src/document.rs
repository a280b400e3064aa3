//! The fences of a document, in Markdown or reStructuredText.
//!
//! This is not a Markdown parser. Tools disagree about what is code: four spaces make a code block in CommonMark, and the
//! content of an admonition or of a tab in Python-Markdown. So here a fence may be indented, and only an enclosing fence,
//! which shows it as an example, keeps it from being run.

use crate::fence::{Fence, NAMES};
use crate::problem::Problem;
use core::ops::Range;

/// A fence, and where it is.
#[derive(Debug)]
pub struct Found {
    /// What it says, or what is wrong with it.
    pub fence: Result<Fence, Problem>,
    /// Its bytes in the document, without the end of its last line.
    pub range: Range<usize>,
    /// What each of its lines begins with.
    pub indent: String,
}

/// A line with its position.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    from: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// The spaces and quote marks at its beginning, and the rest.
    fn split_indent(self) -> (&'a str, &'a str) {
        let is_indent = |c| matches!(c, ' ' | '\t' | '>');
        let end = self.text.find(|c| !is_indent(c));
        self.text.split_at(end.unwrap_or(self.text.len()))
    }

    fn to(self) -> usize {
        self.from + self.text.len()
    }

    /// Its text without an indent of as many characters.
    fn without(self, indent: &str) -> &'a str {
        let text = self.text.strip_prefix(indent);
        text.unwrap_or_else(|| self.text.trim_start_matches([' ', '\t', '>']))
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut from = 0;
    let lines = text.split_inclusive('\n').enumerate();
    lines
        .map(|(n, line)| {
            let text = line.trim_end_matches(['\n', '\r']);
            let number = n + 1;
            let at = from;
            from += line.len();
            Line {
                number,
                from: at,
                text,
            }
        })
        .collect()
}

/// Finds the fences of a document. `file` is its name: reStructuredText ends in `.rst`.
pub fn fences(file: &str, text: &str) -> Vec<Found> {
    match file.ends_with(".rst") {
        true => directives(file, text),
        false => markdown(file, text),
    }
}

/// The mark that begins or ends a fence, such as three backticks, and what follows.
fn mark(text: &str) -> Option<(&str, &str)> {
    let c = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let end = text.find(|other| other != c).unwrap_or(text.len());
    let (mark, rest) = text.split_at(end);
    // A line of inline code is no fence.
    (end >= 3 && !(c == '`' && rest.contains('`'))).then_some((mark, rest))
}

fn markdown(file: &str, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let lines = lines(text);
    let mut rest = lines.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        let (indent, begins) = first.split_indent();
        let Some((opening, info)) = mark(begins) else {
            continue;
        };
        let closes = |line: &Line<'_>| {
            mark(line.split_indent().1)
                .is_some_and(|(mark, rest)| mark.starts_with(opening) && rest.trim().is_empty())
        };
        let length = after.iter().position(closes).unwrap_or(after.len());
        let (body, end) = after.split_at(length);
        rest = end.get(1..).unwrap_or(&[]);
        let Some((info, is_directive)) = own_info(info.trim()) else {
            continue;
        };
        let to = end.first().or(body.last()).unwrap_or(first).to();
        let content: Vec<&str> = body.iter().map(|line| line.without(indent)).collect();
        let fence = match end.first() {
            None => Err(Problem::new(
                file,
                first.number,
                format!("this fence has no end: add a line {opening}"),
            )),
            Some(_) if is_directive => directive(file, first.number, info, &content),
            Some(_) => {
                let body = content.join("\n");
                Fence::read(file, first.number, info, &body, first.number + 1)
            }
        };
        found.push(Found {
            fence,
            range: first.from..to,
            indent: indent.to_owned(),
        });
    }
    found
}

/// What follows the name on the first line, if the fence is ours, and whether it is a directive of MyST.
fn own_info(info: &str) -> Option<(&str, bool)> {
    let after = |text: &'_ str| {
        NAMES
            .iter()
            .filter_map(|name| text.strip_prefix(name))
            .find(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c)))
            .map(str::len)
    };
    if let Some(inside) = info.strip_prefix('{') {
        // `{coroscope} job.py`, or an attribute list: `{.asyncio title="At once"}`.
        let class = inside.strip_prefix('.');
        let rest = after(class.unwrap_or(inside))?;
        let rest = &info[info.len() - rest..];
        return match (class, rest.strip_prefix('}')) {
            (Some(_), _) => Some((rest, false)),
            (None, Some(argument)) => Some((argument, true)),
            (None, None) => None,
        };
    }
    let rest = after(info)?;
    Some((&info[info.len() - rest..], false))
}

/// A directive: its argument is a file, options are lines `:name: value` before the content.
fn directive(file: &str, line: usize, argument: &str, body: &[&str]) -> Result<Fence, Problem> {
    let mut options = Vec::new();
    let mut at = 0;
    while let Some((name, value)) = body.get(at).and_then(|line| field(line.trim())) {
        options.push((line + 1 + at, name, value));
        at += 1;
    }
    let content = body[at..].join("\n");
    let mut fence = Fence::read(file, line, argument, &content, line + 1 + at)?;
    for (line, name, value) in options {
        fence.add(line, name, value)?;
    }
    Ok(fence)
}

/// A field of reStructuredText: `:name: value`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    is_name.then_some((name, value.trim()))
}

fn directives(file: &str, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let lines = lines(text);
    for (n, first) in lines.iter().enumerate() {
        let (indent, begins) = first.split_indent();
        let argument = NAMES.iter().find_map(|name| {
            let rest = begins.strip_prefix(".. ")?.trim_start();
            rest.strip_prefix(name)?.strip_prefix("::")
        });
        let Some(argument) = argument else { continue };
        let belongs = |line: &&Line<'_>| {
            let (own, text) = line.split_indent();
            text.is_empty() || own.len() > indent.len()
        };
        let mut body: Vec<Line<'_>> = lines[n + 1..].iter().take_while(belongs).copied().collect();
        while body.last().is_some_and(|line| line.text.trim().is_empty()) {
            body.pop();
        }
        let inner = body.iter().find(|line| !line.text.trim().is_empty());
        let inner = inner.map_or("", |line| line.split_indent().0);
        let content: Vec<&str> = body.iter().map(|line| line.without(inner)).collect();
        found.push(Found {
            fence: directive(file, first.number, argument, &content),
            range: first.from..body.last().unwrap_or(first).to(),
            indent: indent.to_owned(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, text: &str) -> Vec<Fence> {
        let found = fences(file, text).into_iter();
        found.map(|it| it.fence.expect("it is valid")).collect()
    }

    #[test]
    fn fences_are_found_in_lists_quotes_and_admonitions() {
        let text = "# A\n\n- item\n\n  ```asyncio title=One\n  a()\n\n    b()\n  ```\n\n> ~~~asyncio\n> c()\n> ~~~\n\n!!! note\n\n    ```asyncio\n    d()\n    ```\n";
        let all = read("a.md", text);
        let scripts: Vec<&str> = all.iter().map(|it| it.script.as_str()).collect();
        assert_eq!(scripts, ["a()\n\n  b()\n", "c()\n", "d()\n"]);
        let lines: Vec<usize> = all.iter().map(|it| it.line).collect();
        assert_eq!(lines, [5, 11, 17]);
        assert_eq!(all[0].lines, [6, 7, 8]);
        assert_eq!(all[0].option("title"), Some("One"));
    }

    #[test]
    fn the_range_of_a_fence_ends_with_its_last_line() {
        let text = "a\n```asyncio\nb()\n```\nc\n";
        let found = fences("a.md", text);
        assert_eq!(&text[found[0].range.clone()], "```asyncio\nb()\n```");
    }

    #[test]
    fn a_fence_that_another_one_shows_is_not_run() {
        let text = "````markdown\n```asyncio\na()\n```\n````\n\n```python\n```\n`asyncio`\n```asyncio-x\n```\n";
        assert_eq!(read("a.md", text), []);
    }

    #[test]
    fn a_fence_without_an_end_is_a_problem() {
        let found = fences("a.md", "x\n\n```asyncio\na()\n");
        let problem = found[0].fence.as_ref().expect_err("it has no end");
        assert_eq!(
            problem.to_string(),
            "a.md:3: this fence has no end: add a line ```"
        );
    }

    #[test]
    fn a_directive_of_myst_has_options_and_content() {
        let text = "```{coroscope} job.py\n:title: A job\n:expect: makespan 1s\n```\n\n```{asyncio}\n:width: 640\n\na()\n```\n\n```{.asyncio title=\"b c\"}\nb()\n```\n";
        let all = read("a.md", text);
        assert_eq!(all[0].option("file"), Some("job.py"));
        assert_eq!(all[0].option("title"), Some("A job"));
        assert_eq!(all[0].entries[2].line, 3);
        assert_eq!(all[1].option("width"), Some("640"));
        assert_eq!(
            (all[1].script.as_str(), &all[1].lines[..]),
            ("a()\n", &[9][..])
        );
        assert_eq!(all[2].option("title"), Some("b c"));
    }

    #[test]
    fn directives_of_restructuredtext_are_found() {
        let text = "Title\n=====\n\n.. coroscope:: job.py\n   :title: A job\n\n.. note::\n\n   .. asyncio::\n      :expect: makespan 1s\n\n      async def main():\n          pass\n\n      main()\n\n   Text.\n";
        let all = read("a.rst", text);
        assert_eq!(all[0].option("file"), Some("job.py"));
        assert_eq!(all[0].script, "");
        assert_eq!(all[1].script, "async def main():\n    pass\n\nmain()\n");
        assert_eq!(all[1].lines, [12, 13, 14, 15]);
        assert_eq!(all[1].entries[0].line, 10);
    }
}
