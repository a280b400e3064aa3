//! Numbers as path data wants them.

/// A number as path data wants it: at most two digits after the point.
pub(crate) fn number(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, (value * 100.0).round() as i64);
    text
}

/// Writes a number of hundredths without what can be left out. A picture has tens of thousands of numbers, for which
/// the standard library's formatting would be too slow.
pub(super) fn push(text: &mut String, hundredths: i64) {
    if hundredths < 0 {
        text.push('-');
    }
    let value = hundredths.unsigned_abs();
    // WebAssembly divides 32 bits much sooner than 64.
    let (whole, rest) = match u32::try_from(value) {
        Ok(value) => (u64::from(value / 100), value % 100),
        Err(_) => (value / 100, (value % 100) as u32),
    };
    push_whole(text, whole);
    if rest > 0 {
        text.push('.');
        push_digit(text, rest / 10);
        if !rest.is_multiple_of(10) {
            push_digit(text, rest % 10);
        }
    }
}

fn push_whole(text: &mut String, value: u64) {
    match u32::try_from(value) {
        Ok(value @ ..10) => push_digit(text, value),
        Ok(value) => {
            push_whole(text, u64::from(value / 10));
            push_digit(text, value % 10);
        }
        Err(_) => {
            push_whole(text, value / 10);
            push_digit(text, (value % 10) as u32);
        }
    }
}

fn push_digit(text: &mut String, digit: u32) {
    text.push(char::from(b'0' + digit as u8));
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
