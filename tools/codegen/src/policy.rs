//! The content security policy of the site, of which `xtask/policy.txt` has the text: for trunk, and in the guide.

const POLICY: &str = include_str!("../../../xtask/policy.txt").trim_ascii();
const HEADER: &str = "Content-Security-Policy";
/// The width of a line in the guide.
const WIDTH: usize = 112;

/// The header that trunk's server sends, in TOML.
pub(crate) fn for_trunk() -> String {
    format!("\"{HEADER}\" = \"{POLICY}\"\n")
}

/// The header as a code block in a list, with an empty line before and after.
pub(crate) fn for_guide() -> String {
    let mut lines = vec![format!("  {HEADER}:")];
    let directives: Vec<&str> = POLICY.split("; ").collect();
    for (n, directive) in directives.iter().enumerate() {
        let end = if n + 1 < directives.len() { ";" } else { "" };
        let word = format!("{directive}{end}");
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= WIDTH => *line += &format!(" {word}"),
            _ => lines.push(format!("    {word}")),
        }
    }
    format!("\n  ```\n{}\n  ```\n\n", lines.join("\n"))
}
