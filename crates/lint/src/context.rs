//! What every rule gets: the run, the thresholds, and what several rules ask about the run.

use super::language::{Advice, Language};
use super::noise::Noise;
use super::options::Options;
use super::roots::Roots;
use core::cell::OnceCell;
use coroscope_trace::RunView;
use coroscope_wording::Wording;

/// The input of every rule.
pub(super) struct LintContext<'a> {
    pub(super) run: RunView<'a>,
    pub(super) options: &'a Options,
    /// The language of the program in the log, and of the program that readers see.
    pub(super) language: Language,
    pub(super) shown_language: Language,
    pub(super) roots: Roots,
    pub(super) names: Wording<'a>,
    noise: OnceCell<Noise>,
}

impl<'a> LintContext<'a> {
    pub(super) fn new(run: RunView<'a>, options: &'a Options) -> LintContext<'a> {
        let language = Language::of(run.log);
        LintContext {
            run,
            options,
            language,
            shown_language: Language::shown(run),
            roots: Roots::of(run.model),
            names: Wording::new(run),
            noise: OnceCell::new(),
        }
    }

    /// The advice in the terms of the language that readers see.
    pub(super) fn advice(&self, advice: Advice) -> String {
        advice.text(self.shown_language).to_owned()
    }

    /// The influence of other work on the machine. It is only computed for runs with long polls.
    pub(super) fn noise(&self) -> &Noise {
        self.noise.get_or_init(|| Noise::of(self.run))
    }
}
