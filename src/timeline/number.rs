//! Numbers as path data wants them.

/// A number as path data wants it: at most two digits after the point.
pub(crate) fn number(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, (value * 100.0).round() as i64, 100);
    text
}

/// Writes `value / unit`, where the unit is a power of ten, without what can be left out. A picture has
/// tens of thousands of numbers, for which the standard library's formatting would be too slow.
pub(super) fn push(text: &mut String, value: i64, unit: u64) {
    if value < 0 {
        text.push('-');
    }
    let value = value.unsigned_abs();
    push_digits(text, value / unit);
    let (mut rest, mut unit) = (value % unit, unit);
    if rest > 0 {
        text.push('.');
    }
    while rest > 0 {
        unit /= 10;
        push_digits(text, rest / unit);
        rest %= unit;
    }
}

fn push_digits(text: &mut String, value: u64) {
    if value >= 10 {
        push_digits(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_more_digits_than_they_need() {
        let cases = [
            (0.0, "0"),
            (-0.001, "0"),
            (-0.5, "-0.5"),
            (3.05, "3.05"),
            (-12.344, "-12.34"),
            (1234.999, "1235"),
            (1e300, "92233720368547758.07"),
            (f64::NAN, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
