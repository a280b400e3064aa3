//! What is made of a run for outside: files, pictures, links; and a recording that is opened.

use super::{Effect, State, Wanted};
use crate::export::{self, Clock as FileClock, Meta, Recording, measures};
use crate::lessons::Values;
use crate::timeline::svg;
use crate::web::exchange::{Format, Outgoing, Shared, address};
use crate::web::fragment::CODE;
use crate::web::run::{Clock, Run};
use crate::web::script::{self, Errand};
use crate::web::told::Told;

impl State {
    /// The last run as a picture; none before one is drawn.
    pub(crate) fn svg(&self) -> Option<String> {
        let run = self.run.as_ref()?;
        let options = svg::Options {
            title: run.title.clone(),
            width: 1200.0,
            ..svg::Options::default()
        };
        Some(run.with_log(|log| svg::draw(&run.model, log, &options)))
    }

    /// The last run as a file that can be opened again.
    pub(crate) fn recording(&self) -> Option<String> {
        let run = self.run.as_ref()?;
        Some(run.with_log(|log| export::write_recording(log, &self.meta(run))))
    }

    /// A file of the last run.
    pub(super) fn save(&self, format: Format) -> Vec<Effect> {
        let Some(run) = &self.run else {
            return Vec::new();
        };
        let (model, meta) = (&run.model, self.meta(run));
        let name = |ending: &str| format!("{}.{ending}", meta.lesson);
        let outgoing = run.with_log(|log| match format {
            Format::Recording => Outgoing::File(
                name("coroscope.json"),
                "application/json",
                export::write_recording(log, &meta),
            ),
            Format::Trace => Outgoing::File(
                name("trace.json"),
                "application/json",
                export::chrome_trace(model, log, &meta),
            ),
            Format::Totals => {
                Outgoing::File(name("csv"), "text/csv", export::totals_csv(model, log))
            }
            Format::Svg => {
                Outgoing::File(name("svg"), "image/svg+xml", self.svg().unwrap_or_default())
            }
            Format::Png => Outgoing::Png(name("png"), self.svg().unwrap_or_default()),
        });
        vec![Effect::Send(outgoing)]
    }

    /// The link to what the reader sees.
    pub(super) fn copy_link(&mut self) -> Vec<Effect> {
        self.said_of = None;
        let here = self.here();
        vec![self.copy_with_link("link", String::new(), here)]
    }

    /// A text with a link at its end that leads to a moment of the run.
    pub(super) fn copy_with_link(
        &self,
        what: &'static str,
        text: String,
        at: Option<Wanted>,
    ) -> Effect {
        if !self.is_script() {
            let link = address(&self.link_to(at));
            return Effect::Send(Outgoing::Copy(what, text + &link));
        }
        Effect::Script(Errand::Share {
            what,
            text,
            source: self.source().to_owned(),
            settings: self.script_settings(at),
        })
    }

    /// The program as it is shown.
    pub(super) fn copy_code(&self) -> Vec<Effect> {
        vec![Effect::Send(Outgoing::Copy(
            "program",
            self.code().to_owned(),
        ))]
    }

    /// The last run for the browser's own timeline.
    pub(super) fn measure(&self) -> Vec<Effect> {
        let measured = self.run.as_ref().map(|run| {
            let measures = run.with_log(|log| measures(&run.model, log));
            Effect::Send(Outgoing::Measures(measures, run.now()))
        });
        measured.into_iter().collect()
    }

    fn meta(&self, run: &Run) -> Meta {
        let (lesson, knobs) = match run.is_of_page() {
            true => ("this-page", [].iter()),
            false => (self.lesson.id, self.lesson.knobs.iter()),
        };
        let values = knobs
            .map(|knob| knob.id)
            .map(|id| (id.to_owned(), self.values.get(id).to_owned()));
        let source = (self.is_script() && !run.is_of_page()).then(|| match run.running() {
            Some(running) => running.source().to_owned(),
            None => self.source().to_owned(),
        });
        let source = source.map(|source| (CODE.to_owned(), source));
        Meta {
            title: run.title.clone(),
            lesson: lesson.to_owned(),
            knobs: values.chain(source).collect(),
            clock: match run.clock() {
                Some(Clock::Virtual) => FileClock::Virtual,
                _ => FileClock::Real,
            },
        }
    }

    /// Shows what the attribute `src` names, or tells why not.
    pub(super) fn fetched(&mut self, fetched: Result<(String, Shared), String>) -> Vec<Effect> {
        let told = match fetched {
            Ok((name, recording)) => {
                if let Some(recording) = recording.take() {
                    self.opened(&name, recording);
                }
                Told::Loaded
            }
            Err(why) => {
                self.problems.insert("src", why.clone());
                Told::Failed(why)
            }
        };
        vec![Effect::Tell(told)]
    }

    /// Shows a recording in place of the last run, and the lesson that it is of where there is one.
    pub(super) fn opened(&mut self, name: &str, recording: Recording) {
        let Recording { log, meta, repairs } = recording;
        if let Some(lesson) = script::find(&meta.lesson) {
            self.lesson = lesson;
            self.values = Values::defaults(lesson);
            self.notices.clear();
            for (id, value) in &meta.knobs {
                if let Some(knob) = lesson.knobs.iter().find(|knob| knob.id == id) {
                    self.set(knob.id, value);
                } else if self.is_script() && id == CODE {
                    self.put(value.clone());
                }
            }
            self.edits += 1;
        }
        self.due = false;
        self.runs += 1;
        self.begin_reading();
        let title = match meta.title.as_str() {
            "" => name.to_owned(),
            title => title.to_owned(),
        };
        self.begun_with = Some((self.values.clone(), self.clock));
        self.run = Some(Run::recorded(log, title, self.runs));
        let mut words = format!("This is the recording {name}.");
        for repair in &repairs {
            words += &format!(" {repair}");
        }
        self.said = Some(Ok(words));
    }
}
