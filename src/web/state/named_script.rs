//! Which script the element's tag names: a file, a packed script, an example, or the one inside of the tag; and a tag that
//! has lost its script.

use super::attributes::{AT, AUTOPLAY, CLOCK, LESSON, SPEED, SRC};
use super::live::LIVE;
use super::{Attributes, State};
use crate::element_api::attributes as api;
use crate::web::fragment::shorten;
use crate::web::location::is_playground;
use crate::web::reader_script::{FIRST, InTag, sources};
use crate::web::storage;
use crate::web::subject::Subject;
use crate::wording::tr;

/// The attributes that hold a packed script, and that name an example.
pub(super) use crate::web::fragment::{CODE, EXAMPLE};

/// The attribute that names a file.
pub(super) const SCRIPT: &str = api::SCRIPT.name;
/// The attributes that name a script. Of several, the first one here is shown.
pub(super) const NAMING: [&str; 3] = [SCRIPT, CODE, EXAMPLE];
/// The problem with the script inside of the tag.
const IN_TAG: &str = "in-tag";
/// The problem with the names of files inside of the tag.
const NAME_IN_TAG: &str = "data-name";
/// The attributes that only make sense for something that runs, and that no lesson has for itself.
const OF_RUNS: [&str; 4] = [AUTOPLAY, CLOCK, AT, SPEED];

/// A script that an attribute names, and that must be unpacked or fetched.
#[derive(Debug)]
pub(super) enum Requested {
    /// A packed script.
    Packed(String),
    /// The example with this name.
    Example(String),
    /// The file at this address, and the number of the request.
    File(String, u32),
}

impl State {
    /// Sets what is inside of the element's tag. The element shows that script unless the attributes say otherwise.
    pub(crate) fn set_content_of_tag(&mut self, content: InTag) {
        self.script.tag = content;
    }

    /// Whether the tag has or names a script, so that it need not say `lesson="script"`.
    pub(super) fn has_script(&self, attributes: Attributes) -> bool {
        self.script.tag.files.is_some() || NAMING.iter().any(|name| attributes(name).is_some())
    }

    /// Whether the tag was meant to have a script and has none, as after a tool has damaged it: it names nothing that it
    /// shows, but has what only something that runs needs, or remains of a program.
    pub(super) fn has_lost_script(&self, attributes: Attributes) -> bool {
        let is_given = |name: &&str| attributes(name).is_some();
        if is_playground() || self.has_script(attributes) || [SRC, LIVE].iter().any(&is_given) {
            return false;
        }
        match attributes(LESSON).as_deref() {
            None => self.script.tag.has_remains || OF_RUNS.iter().any(&is_given),
            // Without a script, this is an editor for the reader's own.
            Some(Subject::SCRIPT_ID) => self.script.tag.has_remains || is_given(&AUTOPLAY),
            Some(_) => false,
        }
    }

    /// Chooses the script according to the attributes.
    pub(super) fn choose_script(&mut self, attributes: Attributes) {
        self.script.requests += 1;
        self.script.is_arriving = false;
        self.script.requested = None;
        for name in NAMING.into_iter().chain([IN_TAG]) {
            self.problems.remove(name);
        }
        self.report_names_without_effect(attributes);
        if let Some(problem) = self.script.tag.problem.clone() {
            self.problems.set(NAME_IN_TAG, problem);
        }
        if !self.is_script() {
            return;
        }
        let example = attributes(EXAMPLE);
        let example = example.filter(|name| self.can_be_example(name));
        let before = core::mem::replace(&mut self.script.example, example.clone());
        match (attributes(SCRIPT), attributes(CODE), example) {
            (Some(address), ..) => {
                self.script.requested = Some(Requested::File(address, self.script.requests));
            }
            (None, Some(code), _) => self.script.requested = Some(Requested::Packed(code)),
            (None, None, Some(name)) => self.script.requested = Some(Requested::Example(name)),
            (None, None, None) => self.show_unnamed_script(before.is_some(), attributes),
        }
        self.script.preload = is_playground();
        self.script.is_checked = false;
        // A script from a link must not run before the reader has seen it.
        self.next_run.is_due &= !is_playground();
    }

    /// Shows the script inside of the tag, the reader's own, or the first one.
    fn show_unnamed_script(&mut self, was_example: bool, attributes: Attributes) {
        if self.has_lost_script(attributes) {
            self.next_run.is_due = false;
            let problem = format!(
                "There is no script in this tag. If it was lost when the page was built, name its file instead, as in \
                 script=\"job.py\", or put an empty line before <script type=\"text/x-python\"> and indent no line. If \
                 a lesson is meant, name it, as in lesson=\"{}\".",
                Subject::default().id()
            );
            self.problems.set(IN_TAG, problem);
        } else if self.script.files.main.is_empty() || was_example || self.script.is_of_file {
            let own = is_playground().then(sources::stored).flatten();
            let tag = self.script.tag.files.clone();
            let is_own = tag.is_none() && own.is_some();
            self.put_script(tag.or(own).unwrap_or_else(|| FIRST.to_owned().into()));
            if is_own {
                self.script.original = None;
                self.script.input = storage::read(storage::INPUT).unwrap_or_default();
            }
        }
        // Else the reader's own script stays.
    }

    /// Reports what names a script that is not shown.
    fn report_names_without_effect(&mut self, attributes: Attributes) {
        let given = NAMING.into_iter().filter(|name| attributes(name).is_some());
        let mut given: Vec<&'static str> = given.collect();
        if self.is_script() {
            if given.is_empty() {
                return;
            }
            let first = given.remove(0);
            for name in given {
                let problem =
                    format!("{name} has no effect beside {first}. Leave one of them out.");
                self.problems.set(name, problem);
            }
            if self.script.tag.files.is_some() {
                let problem = format!(
                    "The script inside of the tag has no effect beside {first}. Leave one of them out."
                );
                self.problems.set(IN_TAG, problem);
            }
            return;
        }
        for name in given {
            let id = self.settings.subject.id();
            let problem =
                format!("{name} has no effect with lesson=\"{id}\". Leave one of them out.");
            self.problems.set(name, problem);
        }
    }

    /// Whether a name can be that of an example's file. If not, there is a problem to show.
    fn can_be_example(&mut self, name: &str) -> bool {
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let can_be = !name.is_empty() && name.bytes().all(is_part);
        if !can_be {
            let problem = tr!(
                "“{name}” is not the name of an example: write it as in “forgotten-await”.",
                name = shorten(name)
            );
            self.problems.set(EXAMPLE, problem);
        }
        can_be
    }
}
