//! The part of an address after `#`: which lesson, with which knobs. `#gather?tasks=5&latency=200`

use super::script;
use crate::lessons::{self, Lesson};

/// Settings that every lesson has.
pub(crate) const FOR_ALL: [&str; 2] = [lessons::CLOCK.id, "at"];

/// The setting of a script that holds its text, packed.
pub(crate) const CODE: &str = "code";

/// What a fragment says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Fragment {
    /// The lesson's id; empty for none.
    pub(crate) lesson: String,
    /// Ids of knobs and their values as they stand there.
    pub(crate) knobs: Vec<(String, String)>,
}

impl Fragment {
    /// Reads what stands after `#`.
    ///
    /// # Errors
    /// A sentence that names what can't be read.
    pub(crate) fn read(text: &str) -> Result<Fragment, String> {
        let text = text.strip_prefix('#').unwrap_or(text);
        let (lesson, knobs) = text.split_once('?').unwrap_or((text, ""));
        let knob = |pair: &str| {
            let (id, value) = pair.split_once('=').ok_or_else(|| {
                let id = shorten(pair);
                format!("“{id}” in the address has no value. Write it as {id}=value.")
            })?;
            Ok((decode(id)?, decode(value)?))
        };
        Ok(Fragment {
            lesson: decode(lesson)?,
            knobs: (knobs.split('&').filter(|pair| !pair.is_empty()))
                .map(knob)
                .collect::<Result<_, String>>()?,
        })
    }

    /// The fragment as it stands in an address.
    pub(crate) fn write(&self) -> String {
        let mut text = format!("#{}", encode(&self.lesson));
        for (n, (id, value)) in self.knobs.iter().enumerate() {
            text += if n == 0 { "?" } else { "&" };
            text += &format!("{}={}", encode(id), encode(value));
        }
        text
    }

    /// The lesson that it names; the first where it names none. With what is wrong, in a sentence.
    pub(crate) fn check(&self) -> (&'static Lesson, Option<String>) {
        let first = &lessons::ALL[0];
        if self.lesson.is_empty() {
            return (first, None);
        }
        let Some(lesson) = script::find(&self.lesson) else {
            let all: Vec<_> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
            let problem = format!(
                "There is no lesson “{}”; the lessons are {}. This is {}.",
                shorten(&self.lesson),
                all.join(", "),
                first.id
            );
            return (first, Some(problem));
        };
        let unknown = |(id, _): &&(String, String)| {
            let own = FOR_ALL.contains(&id.as_str());
            let own = own || (id == CODE && script::is_script(lesson));
            !own && lesson.knobs.iter().all(|knob| knob.id != id)
        };
        let problem = self.knobs.iter().find(unknown).map(|(id, _)| {
            let own = lesson.knobs.iter().map(|knob| knob.id);
            let all: Vec<_> = own.chain(FOR_ALL).collect();
            format!(
                "The lesson {} has no setting “{}”; it has {}.",
                lesson.id,
                shorten(id),
                all.join(", ")
            )
        });
        (lesson, problem)
    }
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn decode(text: &str) -> Result<String, String> {
    match js_sys::decode_uri_component(text) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(format!(
            "“{}” in the address is not well formed: after % come two hexadecimal digits.",
            shorten(text)
        )),
    }
}

/// The beginning of a text from outside, for showing it.
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
