//! Compares what two runs printed, line by line.

/// Maximum number of lines of each run that are compared.
const MAX_LINES: usize = 400;

/// A line that at least one of two runs printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintedPair<'a> {
    /// Both printed it.
    Both(&'a str),
    /// Only the first run printed it.
    OnlyBefore(&'a str),
    /// Only the second run printed it.
    OnlyAfter(&'a str),
}

/// Compares the lines that two runs printed. Lines that both printed in the same order are pairs; there are as many of
/// them as possible. Compares at most the first 400 lines of each.
///
/// # Examples
/// ```
/// use coroscope::timeline::{PrintedPair::{Both, OnlyAfter, OnlyBefore}, compare_printed};
/// let found = compare_printed(&["start", "4", "end"], &["start", "16", "end"]);
/// assert_eq!(found, [Both("start"), OnlyBefore("4"), OnlyAfter("16"), Both("end")]);
/// ```
pub fn compare_printed<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<PrintedPair<'a>> {
    let before = &before[..before.len().min(MAX_LINES)];
    let after = &after[..after.len().min(MAX_LINES)];
    let common = common_lengths(before, after);
    let (mut pairs, mut a, mut b) = (Vec::new(), 0, 0);
    while a < before.len() || b < after.len() {
        if a < before.len() && b < after.len() && before[a] == after[b] {
            pairs.push(PrintedPair::Both(before[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == after.len() || (a < before.len() && common[a + 1][b] >= common[a][b + 1]) {
            pairs.push(PrintedPair::OnlyBefore(before[a]));
            a += 1;
        } else {
            pairs.push(PrintedPair::OnlyAfter(after[b]));
            b += 1;
        }
    }
    pairs
}

/// At `[a][b]`, the length of the longest common subsequence of the lines from `a` and from `b` on.
fn common_lengths(before: &[&str], after: &[&str]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0; after.len() + 1]; before.len() + 1];
    for a in (0..before.len()).rev() {
        for b in (0..after.len()).rev() {
            lengths[a][b] = match before[a] == after[b] {
                true => lengths[a + 1][b + 1] + 1,
                false => lengths[a + 1][b].max(lengths[a][b + 1]),
            };
        }
    }
    lengths
}
