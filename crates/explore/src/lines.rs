//! Which printed lines tell outcomes apart, and how.

/// Which printed lines tell outcomes apart, and how. By default all lines do, in their order, as they were printed.
///
/// # Examples
/// ```
/// use coroscope::explore::Lines;
/// let lines = Lines { containing: "took".into(), in_order: false, with_times: false };
/// let printed = vec!["b took 1.20 s".to_owned(), "start".to_owned(), "a took 350 ms".to_owned()];
/// assert_eq!(lines.that_count(printed), ["a took …", "b took …"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Only lines that contain this text count.
    pub containing: String,
    /// Whether their order counts.
    pub in_order: bool,
    /// Whether durations in them count, such as `350 ms`, ratios, such as `2.7 ×`, and addresses, such as `0x7f3a10`.
    pub with_times: bool,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines {
            containing: String::new(),
            in_order: true,
            with_times: true,
        }
    }
}

impl Lines {
    /// The part of the printed lines that counts.
    pub fn that_count(&self, mut printed: Vec<String>) -> Vec<String> {
        if !self.containing.is_empty() {
            printed.retain(|line| line.contains(&self.containing));
        }
        if !self.with_times {
            for line in &mut printed {
                *line = without_times(line);
            }
        }
        if !self.in_order {
            printed.sort_unstable();
        }
        printed
    }
}

/// Shorter hexadecimal numbers are no addresses.
const SHORTEST_ADDRESS: usize = 5;

/// The line with `…` in place of each number before a unit of time, or before the sign of a ratio.
fn without_times(line: &str) -> String {
    const UNITS: [&str; 7] = ["s", "ms", "µs", "min", "×", "seconds", "milliseconds"];
    let mut words: Vec<&str> = line.split(' ').collect();
    for n in 1..words.len() {
        let unit = words[n].trim_end_matches([',', '.', ';', ':', ')']);
        let is_number = words[n - 1].parse::<f64>().is_ok();
        if is_number && UNITS.contains(&unit) {
            (words[n - 1], words[n]) = ("…", "");
        }
    }
    words.retain(|word| !word.is_empty());
    without_addresses(words.join(" "))
}

/// The line with `0x…` in place of each address.
fn without_addresses(line: String) -> String {
    let mut parts = line.split("0x");
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_hexdigit).count();
        without += "0x";
        match digits >= SHORTEST_ADDRESS {
            true => without = without + "…" + &part[digits..],
            false => without += part,
        }
    }
    without
}

#[cfg(test)]
mod tests {
    use super::without_times;

    #[test]
    fn durations_and_ratios_are_left_out_and_other_numbers_stay() {
        for (line, without) in [
            ("it took 160 ms", "it took …"),
            ("7 in 1.20 s, 2.7 × as long", "7 in … … as long"),
            ("16 additions, 12 are lost", "16 additions, 12 are lost"),
            ("after 5 ms: 3 s", "after … …"),
            ("s ms", "s ms"),
            ("<Task at 0x7f3a10>, 0xff", "<Task at 0x…>, 0xff"),
        ] {
            assert_eq!(without_times(line), without);
        }
    }
}
