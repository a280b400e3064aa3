//! The files of a run: pictures, output, findings, recording, tag.

use crate::html::{Look, fragment, title};
use crate::picture::{self, THEMES};
use crate::shown::Checked;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes the files of a run into a folder, with names that begin with `name`. Returns their paths.
///
/// # Errors
/// If one can't be written.
pub fn write(checked: &Checked, folder: &Path, name: &str) -> io::Result<Vec<PathBuf>> {
    let Checked { options, run, .. } = checked;
    let title = title(run, options);
    let mut files: Vec<(String, String)> = Vec::new();
    for (end, theme) in THEMES {
        let picture = picture::draw(run, &title, options.width, theme);
        files.push((format!("{name}{end}.svg"), picture.svg));
    }
    let fragment = fragment(run, options, checked.source.script(), &Look::default())?;
    let title = (!title.is_empty()).then_some(title.as_str());
    files.push((format!("{name}.txt"), run.output()));
    files.push((format!("{name}.findings.txt"), findings(checked)));
    files.push((format!("{name}.coro.json"), run.recording(title)));
    files.push((format!("{name}.html"), fragment.html + "\n"));
    files.push((format!("{name}.tag.html"), fragment.tag + "\n"));
    fs::create_dir_all(folder)?;
    let write = |(name, text): (String, String)| {
        let path = folder.join(name);
        fs::write(&path, text).map(|()| path)
    };
    files.into_iter().map(write).collect()
}

/// The findings as text, one to a paragraph.
pub fn findings(checked: &Checked) -> String {
    let run = &checked.run;
    let findings = run.findings();
    let findings = findings.iter().map(|it| {
        let place = it.places.first().and_then(|place| run.view().place(*place));
        let line = place.map(|place| match checked.source.script() {
            Some(script) => format!("line {}: ", script.line_of(place.line)),
            None => format!("{}:{}: ", place.file, place.line),
        });
        let line = line.unwrap_or_default();
        format!(
            "{line}{} ({})\n  {}\n  {}\n",
            it.title,
            it.kind.id(),
            it.sentence,
            it.advice
        )
    });
    findings.collect()
}
