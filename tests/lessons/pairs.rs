//! The pairs of settings that the page runs one after the other.

use coroscope::lessons::{self, PAIRS, Values, differences};
use std::collections::BTreeSet;

#[test]
fn each_pair_has_valid_settings_that_differ() {
    for pair in PAIRS {
        let lesson = lessons::find(pair.lesson).unwrap();
        let values = pair.settings.map(|settings| {
            let mut values = Values::defaults(lesson.settings);
            for (id, value) in settings {
                values.set(lesson.settings, id, value).unwrap();
            }
            values
        });
        let value = |of: &Values, id: &str| of.get(id).to_owned();
        let found = differences(
            lesson.settings,
            |id| value(&values[0], id),
            |id| value(&values[1], id),
        );
        let ids = |n: usize| -> Vec<&str> { pair.settings[n].iter().map(|it| it.0).collect() };
        assert_eq!(found.len(), ids(0).len(), "{}", pair.lesson);
        assert_eq!(ids(0), ids(1), "{}", pair.lesson);
    }
}

#[test]
fn a_lesson_has_at_most_one_pair() {
    let lessons: BTreeSet<&str> = PAIRS.iter().map(|pair| pair.lesson).collect();
    assert_eq!(lessons.len(), PAIRS.len());
}

#[test]
fn differences_are_in_the_words_of_the_page() {
    let gather = lessons::find("gather").unwrap().settings;
    let (before, mut after) = (Values::defaults(gather), Values::defaults(gather));
    after.set(gather, "order", "together").unwrap();
    after.set(gather, "latency", "20").unwrap();
    after.set(gather, "urls", "a.txt\nb.txt").unwrap();
    let value = |of: &Values, id: &str| of.get(id).to_owned();
    let found = differences(gather, |id| value(&before, id), |id| value(&after, id));
    let words: Vec<String> = (found.iter())
        .map(|it| format!("{}: {} → {}", it.label, it.before, it.after))
        .collect();
    let order = gather.iter().find(|it| it.id == "order").unwrap();
    assert!(
        words.contains(&"Added latency: 100 ms → 20 ms".to_owned()),
        "{words:?}"
    );
    assert!(
        words.contains(&"Your own URLs: none → 2 lines".to_owned()),
        "{words:?}"
    );
    assert!(
        words.iter().any(|it| it.starts_with(order.label)),
        "{words:?}"
    );
    assert_eq!(words.len(), 3);
}
