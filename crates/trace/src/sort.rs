//! Sorts lists of any type with one instance of the standard library's algorithm. Each instance takes 5 to 7 kB of a
//! WebAssembly module, and lists of thirty types are sorted.

use core::cmp::Ordering;

/// Sorts by a key. Equal items keep their order, as with [`slice::sort_by_key`].
///
/// ```
/// let mut words = ["three", "one", "two"];
/// coroscope_trace::sort::by_key(&mut words, |word| word.len());
/// assert_eq!(words, ["one", "two", "three"]);
/// ```
pub fn by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts with a comparison. Equal items keep their order, as with [`slice::sort_by`].
///
/// ```
/// let mut numbers = [2.5, -1.0, 0.5];
/// coroscope_trace::sort::by(&mut numbers, f64::total_cmp);
/// assert_eq!(numbers, [-1.0, 0.5, 2.5]);
/// ```
pub fn by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_indices(&mut order, &mut |a, b| compare(&items[a], &items[b]));
    // Each cycle of the permutation is moved by swaps.
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = core::mem::replace(&mut order[place], place);
            if from == start {
                break;
            }
            items.swap(place, from);
            place = from;
        }
    }
}

/// Not generic, so there is one instance.
fn sort_indices(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_permutations_of_items_with_equal_keys_are_sorted_as_by_the_standard_library() {
        let mut items: Vec<(u8, usize)> = Vec::new();
        for seed in 0..4u32.pow(6) {
            items.clear();
            items.extend((0..6).map(|n| ((seed / 4u32.pow(n as u32) % 4) as u8, n)));
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            super::by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, expected);
        }
    }
}
