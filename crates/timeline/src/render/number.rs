//! Formats numbers for SVG path data.

/// Formats a number for path data, with at most two decimals.
pub fn number(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, (value * 100.0).round() as i64);
    text
}

/// Appends a number given in hundredths.
pub(super) fn push(text: &mut String, hundredths: i64) {
    write(hundredths, &mut |byte| text.push(char::from(byte)));
}

/// Appends a path command whose number is given in hundredths.
pub(super) fn push_command(path: &mut Vec<u8>, letter: u8, hundredths: i64) {
    path.push(letter);
    write(hundredths, &mut |byte| path.push(byte));
}

/// Writes a number given in hundredths, without trailing zeros. A picture has tens of thousands of numbers; the standard
/// library's formatting would be too slow.
fn write(hundredths: i64, put: &mut impl FnMut(u8)) {
    if hundredths < 0 {
        put(b'-');
    }
    let value = hundredths.unsigned_abs();
    // In WebAssembly, 32-bit division is much faster than 64-bit division.
    let rest = match u32::try_from(value) {
        Ok(value) => {
            write_whole(value / 100, put);
            value % 100
        }
        Err(_) => {
            write_long(value / 100, put);
            (value % 100) as u32
        }
    };
    if rest > 0 {
        put(b'.');
        put(digit(rest / 10));
        if !rest.is_multiple_of(10) {
            put(digit(rest));
        }
    }
}

fn write_whole(value: u32, put: &mut impl FnMut(u8)) {
    if value >= 10 {
        write_whole(value / 10, put);
    }
    put(digit(value));
}

fn write_long(value: u64, put: &mut impl FnMut(u8)) {
    if value >= 10 {
        write_long(value / 10, put);
    }
    put(digit((value % 10) as u32));
}

/// The last digit.
fn digit(value: u32) -> u8 {
    b'0' + (value % 10) as u8
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
