//! Numbers of things, and lists of names.

use crate::{tr, tr_n};

/// How many names a list has; the rest is counted.
const MAX_NAMED: usize = 4;

/// In English labels and in exports: `1 item`, `3 items`.
pub fn figure(n: usize, what: &str) -> String {
    match n {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

/// After a list that was cut: `and 3 more`. Empty if nothing was cut.
pub fn and_more(n: usize) -> String {
    match n {
        0 => String::new(),
        n => tr_n!(n, "and {n} more", "and {n} more"),
    }
}

/// A list of at most a handful of names, and how many more there are: `a, b, c, d and 2 more`.
pub fn list(mut names: impl ExactSizeIterator<Item = String>) -> String {
    let count = names.len();
    let shown = if count > MAX_NAMED + 1 {
        MAX_NAMED
    } else {
        count
    };
    let mut named: Vec<String> = names.by_ref().take(shown).collect();
    match count - shown {
        0 => {
            let last = named.pop().unwrap_or_default();
            and_last(&named, &last)
        }
        n => tr_n!(
            n,
            "{names} and {n} more",
            "{names} and {n} more",
            names = named.join(", ")
        ),
    }
}

/// `a, b and c`.
pub(super) fn and_last(names: &[String], last: &str) -> String {
    match names {
        [] => last.to_owned(),
        names => tr!("{names} and {last}", names = names.join(", "), last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, set_catalogue};

    #[test]
    fn a_handful_is_named_and_the_rest_is_counted() {
        let names = |n: usize| list((0..n).map(|n| char::from(b'a' + n as u8).to_string()));
        assert_eq!([names(1), names(2)], ["a", "a and b"]);
        assert_eq!(names(5), "a, b, c, d and e");
        assert_eq!(names(6), "a, b, c, d and 2 more");
    }

    #[test]
    fn a_list_can_be_translated() {
        let mut german = Catalogue::default();
        german.insert("{names} and {last}", "{names} und {last}");
        german.insert_form("{names} and {n} more", "other", "{names} und noch {n}");
        set_catalogue(Some(german));
        let said = [3, 6].map(|n| list((0..n).map(|n: u8| n.to_string())));
        set_catalogue(None);
        assert_eq!(said, ["0, 1 und 2", "0, 1, 2, 3 und noch 2"]);
    }
}
