//! The part of an address after `#`: a lesson and its settings, as in `#gather?tasks=5&latency=200`.

use super::subject::Subject;
use crate::element_api::attributes;
use crate::lessons;
use crate::wording::tr;

/// Settings of every lesson.
pub(crate) const COMMON_SETTINGS: [&str; 3] = [
    attributes::CLOCK.name,
    attributes::AT.name,
    attributes::SPEED.name,
];

/// The setting that has the address of a recording.
pub(crate) const SRC: &str = attributes::SRC.name;

/// The setting that holds a packed script.
pub(crate) const CODE: &str = attributes::CODE.name;

/// The setting that names an example of a script.
pub(crate) const EXAMPLE: &str = attributes::EXAMPLE.name;

/// The setting that has the order of a lesson's run.
pub(crate) const SCHEDULE: &str = attributes::SCHEDULE.name;
pub(crate) const SLEEPS: &str = attributes::SLEEPS.name;

/// A parsed fragment.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Fragment {
    /// The lesson's id; empty for none.
    pub(crate) lesson: String,
    /// Ids of settings and their values, not checked.
    pub(crate) settings: Vec<(String, String)>,
}

impl Fragment {
    /// Parses a fragment, with or without its `#`.
    ///
    /// # Errors
    /// A sentence that names the part that can't be parsed.
    pub(crate) fn read(text: &str) -> Result<Fragment, String> {
        let text = text.strip_prefix('#').unwrap_or(text);
        let (lesson, settings) = text.split_once('?').unwrap_or((text, ""));
        let setting = |pair: &str| {
            let (id, value) = pair.split_once('=').ok_or_else(|| {
                let id = shorten(pair);
                tr!(
                    "“{id}” in the address has no value. Write it as {id}=value.",
                    id
                )
            })?;
            Ok((decode(id)?, decode(value)?))
        };
        Ok(Fragment {
            lesson: decode(lesson)?,
            settings: (settings.split('&').filter(|pair| !pair.is_empty()))
                .map(setting)
                .collect::<Result<_, String>>()?,
        })
    }

    /// The fragment with its `#`, percent-encoded.
    pub(crate) fn write(&self) -> String {
        let mut text = format!("#{}", encode(&self.lesson));
        for (n, (id, value)) in self.settings.iter().enumerate() {
            text += if n == 0 { "?" } else { "&" };
            text += &format!("{}={}", encode(id), encode(value));
        }
        text
    }

    /// The lesson or script that it names, or the first lesson; and a sentence about what is wrong, if anything is.
    pub(crate) fn check(&self) -> (Subject, Option<String>) {
        let first = Subject::default();
        if self.lesson.is_empty() {
            let has_src = self.settings.iter().any(|(id, _)| id == SRC);
            return match has_src {
                true => (Subject::Recording, None),
                false => (first, None),
            };
        }
        let Some(subject) = Subject::find(&self.lesson) else {
            let problem = no_lesson(&self.lesson);
            return (first, Some(problem));
        };
        let unknown = |(id, _): &&(String, String)| !has_setting(subject, id);
        let problem = self.settings.iter().find(unknown).map(|(id, _)| {
            let own = subject.settings().iter().map(|setting| setting.id);
            let all: Vec<_> = own.chain(COMMON_SETTINGS).collect();
            tr!(
                "The lesson {lesson} has no setting “{setting}”. Its settings are {all}.",
                lesson = subject.id(),
                setting = shorten(id),
                all = all.join(", ")
            )
        });
        (subject, problem)
    }
}

/// The sentence for an id that no lesson has.
pub(crate) fn no_lesson(id: &str) -> String {
    let all: Vec<_> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
    tr!(
        "No lesson is called “{id}”. The lessons are {all}. This is the first one.",
        id = shorten(id),
        all = all.join(", ")
    )
}

/// Whether links to a lesson, the script or a recording can have this setting.
pub(crate) fn has_setting(subject: Subject, id: &str) -> bool {
    let others: &[&str] = match subject {
        Subject::Lesson(_) => &[SCHEDULE, SLEEPS],
        Subject::Script => &[CODE, EXAMPLE, SCHEDULE, SLEEPS],
        Subject::Recording => &[SRC],
    };
    let own = subject.settings().iter().map(|setting| setting.id);
    own.chain(COMMON_SETTINGS)
        .chain(others.iter().copied())
        .any(|it| it == id)
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn decode(text: &str) -> Result<String, String> {
    match js_sys::decode_uri_component(text) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(tr!(
            "“{text}” in the address is malformed: % must be followed by two hexadecimal digits.",
            text = shorten(text)
        )),
    }
}

/// Shortens untrusted text for display.
pub(crate) fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
