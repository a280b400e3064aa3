//! The language of texts. English is in the source, in the macros [`tr!`](crate::tr!), [`tr_n!`](crate::tr_n!) and
//! [`text!`](crate::text!); another language is a [`Catalogue`] with a translation for each English text, as in gettext.

use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::fmt::{self, Debug, Display, Formatter, Write as _};

thread_local! {
    static CURRENT: Cell<Option<&'static Catalogue>> = const { Cell::new(None) };
}

/// Which form of a text a number needs: one of [`CATEGORIES`].
type PluralCategory = Box<dyn Fn(usize) -> &'static str>;

/// The texts of one language other than English.
///
/// # Examples
/// ```
/// use coroscope::wording::{Catalogue, set_catalogue, tr, tr_n};
/// let mut german = Catalogue::default();
/// german.insert("The run is over.", "Der Lauf ist zu Ende.");
/// german.insert("{task} waits for {wait}.", "{task} wartet auf {wait}.");
/// german.insert_form("{n} tasks", "one", "{n} Task");
/// german.insert_form("{n} tasks", "other", "{n} Tasks");
/// set_catalogue(Some(german));
///
/// assert_eq!(tr!("The run is over."), "Der Lauf ist zu Ende.");
/// let task = "Task-1";
/// assert_eq!(tr!("{task} waits for {wait}.", task, wait = "jobs"), "Task-1 wartet auf jobs.");
/// assert_eq!(tr_n!(1, "one task", "{n} tasks"), "1 Task");
/// assert_eq!(tr!("A text without a translation."), "A text without a translation.");
///
/// set_catalogue(None);
/// assert_eq!(tr_n!(1, "one task", "{n} tasks"), "one task");
/// ```
pub struct Catalogue {
    texts: FxHashMap<String, String>,
    forms: FxHashMap<(String, &'static str), String>,
    category: PluralCategory,
}

impl Default for Catalogue {
    fn default() -> Catalogue {
        Catalogue::new(one_or_other)
    }
}

impl Catalogue {
    /// A catalogue without texts for a language with these [categories of numbers].
    ///
    /// # Examples
    /// ```
    /// use coroscope::wording::{Catalogue, set_catalogue, tr_n};
    /// // French has the singular for none, too.
    /// let mut french = Catalogue::new(|n| if n < 2 { "one" } else { "other" });
    /// french.insert_form("{n} tasks", "one", "{n} tâche");
    /// set_catalogue(Some(french));
    /// assert_eq!(tr_n!(0, "one task", "{n} tasks"), "0 tâche");
    /// ```
    ///
    /// [categories of numbers]: https://cldr.unicode.org/index/cldr-spec/plural-rules
    pub fn new(category: impl Fn(usize) -> &'static str + 'static) -> Catalogue {
        Catalogue {
            texts: FxHashMap::default(),
            forms: FxHashMap::default(),
            category: Box::new(category),
        }
    }

    /// Adds the translation of a text.
    pub fn insert(&mut self, english: &str, translation: &str) {
        self.texts.insert(english.into(), translation.into());
    }

    /// Adds one form of a text that has a number. `english` is its form for several. An unknown category is left out.
    pub fn insert_form(&mut self, english: &str, category: &str, translation: &str) {
        if let Some(category) = plural_category(category) {
            self.forms
                .insert((english.into(), category), translation.into());
        }
    }
}

impl Debug for Catalogue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue")
            .field("texts", &self.texts.len())
            .field("forms", &self.forms.len())
            .finish_non_exhaustive()
    }
}

/// The names of the categories, those of the Unicode CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The category of this name; `None` if there is no such category.
///
/// # Examples
/// ```
/// use coroscope::wording::plural_category;
/// let name = String::from("few");
/// assert_eq!(plural_category(&name), Some("few"));
/// assert_eq!(plural_category("several"), None);
/// ```
pub fn plural_category(name: &str) -> Option<&'static str> {
    CATEGORIES.into_iter().find(|category| *category == name)
}

fn one_or_other(n: usize) -> &'static str {
    if n == 1 { "one" } else { "other" }
}

/// Sets the language of all texts that this thread makes from now on. `None` is English. A catalogue stays in memory.
pub fn set_catalogue(catalogue: Option<Catalogue>) {
    CURRENT.set(catalogue.map(|catalogue| &*Box::leak(Box::new(catalogue))));
}

/// The translation of a text that was marked with [`text!`](crate::text!), or the text itself.
///
/// # Examples
/// ```
/// use coroscope::wording::{text, translate};
/// const TITLE: &str = text!("Gather");
/// assert_eq!(translate(TITLE), "Gather");
/// ```
pub fn translate(english: &str) -> &str {
    match CURRENT.get() {
        Some(catalogue) => (catalogue.texts.get(english)).map_or(english, String::as_str),
        None => english,
    }
}

/// What [`tr!`](crate::tr!) does: translates `english` and puts the values in the place of their names in braces. A name without a value
/// stays as it is.
pub fn translate_with(english: &'static str, values: &[(&str, &dyn Display)]) -> String {
    fill(translate(english), values)
}

/// What [`tr_n!`](crate::tr_n!) does: as [`translate_with`], with the form for the number `n`, which is also the value of `{n}`.
pub fn translate_number(
    n: usize,
    [one, several]: [&'static str; 2],
    values: &[(&str, &dyn Display)],
) -> String {
    let translated = CURRENT.get().and_then(|catalogue| {
        let form = |category| catalogue.forms.get(&(several.to_owned(), category));
        form((catalogue.category)(n)).or_else(|| form("other"))
    });
    let english = if n == 1 { one } else { several };
    let mut all: Vec<(&str, &dyn Display)> = vec![("n", &n)];
    all.extend_from_slice(values);
    fill(translated.map_or(english, String::as_str), &all)
}

fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                // Writing into a text does not fail.
                let _ = write!(text, "{value}");
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// A text in the reader's language. With values it is a `String`, and the values replace their names in braces: a variable of
/// that name, or `name = value`. Without values it is a `&'static str`. A value is a name, a number or a text that was
/// translated itself; the rest of a sentence belongs into the text, so that a translation can put it in another order.
///
/// # Examples
/// ```
/// use coroscope::wording::tr;
/// let task = "Task-1";
/// assert_eq!(tr!("{task} ended at {at}.", task, at = "20 ms"), "Task-1 ended at 20 ms.");
/// ```
#[macro_export]
macro_rules! tr {
    ($english:literal) => {
        $crate::translate($english)
    };
    ($english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::translate_with(
            $english,
            &[$((
                ::core::stringify!($name),
                &$crate::value!($name $(= $value)?) as &dyn ::core::fmt::Display,
            )),+],
        )
    };
}

/// A text with a number `n`: its form for one, its form for several, and other values as in [`tr!`](crate::tr!). `{n}` is the number.
///
/// # Examples
/// ```
/// use coroscope::wording::tr_n;
/// assert_eq!(tr_n!(3, "one item is left in {queue}", "{n} items are left in {queue}", queue = "jobs"),
///     "3 items are left in jobs");
/// ```
#[macro_export]
macro_rules! tr_n {
    ($n:expr, $one:literal, $several:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::translate_number(
            $n,
            [$one, $several],
            &[$((
                ::core::stringify!($name),
                &$crate::value!($name $(= $value)?) as &dyn ::core::fmt::Display,
            )),*],
        )
    };
}

/// Marks an English text of a constant. It is translated with [`translate`] where it is shown.
#[macro_export]
macro_rules! text {
    ($english:literal) => {
        $english
    };
}

/// The value that belongs to a name in [`tr!`](crate::tr!).
#[doc(hidden)]
#[macro_export]
macro_rules! value {
    ($name:ident) => {
        $name
    };
    ($name:ident = $value:expr) => {
        $value
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_replace_their_names_wherever_a_translation_puts_them() {
        let values: [(&str, &dyn Display); 2] = [("a", &1), ("b", &"two")];
        assert_eq!(fill("{b} before {a}", &values), "two before 1");
        assert_eq!(fill("{a}{a}", &values), "11");
        assert_eq!(fill("{c} and { a } and {", &values), "{c} and { a } and {");
    }

    #[test]
    fn a_language_may_have_more_forms_than_two() {
        let mut catalogue = Catalogue::new(|n| match n {
            1 => "one",
            2..=4 => "few",
            _ => "many",
        });
        for (category, text) in [("one", "{n} a"), ("few", "{n} b"), ("other", "{n} c")] {
            catalogue.insert_form("{n} tasks", category, text);
        }
        set_catalogue(Some(catalogue));
        let said = [1, 3, 7].map(|n| tr_n!(n, "one task", "{n} tasks"));
        set_catalogue(None);
        assert_eq!(said, ["1 a", "3 b", "7 c"]);
    }
}
