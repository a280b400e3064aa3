//! Comparing what two runs printed.

use coroscope::timeline::PrintedPair::{Both, OnlyAfter, OnlyBefore};
use coroscope::timeline::{PrintedPair, compare_printed};

#[test]
fn lines_that_both_runs_printed_are_pairs_and_the_others_are_alone() {
    let found = compare_printed(&["a", "b", "c"], &["b", "x", "c", "d"]);
    let expected = [
        OnlyBefore("a"),
        Both("b"),
        OnlyAfter("x"),
        Both("c"),
        OnlyAfter("d"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_line_printed_in_another_order_is_not_a_pair() {
    let found = compare_printed(&["first", "second"], &["second", "first"]);
    let pairs = found.iter().filter(|pair| matches!(pair, Both(_)));
    assert_eq!(pairs.count(), 1);
    assert_eq!(found.len(), 3);
}

#[test]
fn both_runs_can_be_read_from_the_comparison() {
    let before = ["a", "a", "b", "a"];
    let after = ["b", "a", "a", "c", "a"];
    let found = compare_printed(&before, &after);
    let of = |is: fn(&PrintedPair<'static>) -> Option<&'static str>| -> Vec<&str> {
        found.iter().filter_map(is).collect()
    };
    let first = of(|pair| match *pair {
        Both(line) | OnlyBefore(line) => Some(line),
        OnlyAfter(_) => None,
    });
    let second = of(|pair| match *pair {
        Both(line) | OnlyAfter(line) => Some(line),
        OnlyBefore(_) => None,
    });
    assert_eq!(
        (first.as_slice(), second.as_slice()),
        (&before[..], &after[..])
    );
}

#[test]
fn runs_that_print_nothing_have_nothing_to_compare() {
    assert!(compare_printed(&[], &[]).is_empty());
}

#[test]
fn only_the_first_lines_of_long_outputs_are_compared() {
    let long = vec!["again"; 100_000];
    assert_eq!(compare_printed(&long, &long).len(), 400);
}
