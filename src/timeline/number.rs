//! Numbers as path data wants them.

/// A number as path data wants it: at most two digits after the point.
pub(crate) fn number(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, (value * 100.0).round() as i64);
    text
}

/// Room for the longest number.
const ROOM: usize = 24;

/// Writes a number of hundredths.
pub(super) fn push(text: &mut String, hundredths: i64) {
    let (bytes, at) = digits(hundredths);
    text.extend(bytes[at..].iter().map(|byte| char::from(*byte)));
}

/// Writes a command of path data, whose number is in hundredths.
pub(super) fn push_command(path: &mut Vec<u8>, letter: u8, hundredths: i64) {
    let (mut bytes, at) = digits(hundredths);
    bytes[at - 1] = letter;
    path.extend_from_slice(&bytes[at - 1..]);
}

/// A number of hundredths without what can be left out, and where it begins. A picture has tens of thousands of
/// numbers, for which the standard library's formatting would be too slow.
fn digits(hundredths: i64) -> ([u8; ROOM], usize) {
    let mut bytes = [0; ROOM];
    let mut at = ROOM;
    let mut put = |byte: u8| {
        at -= 1;
        bytes[at] = byte;
    };
    let value = hundredths.unsigned_abs();
    // WebAssembly divides 32 bits much sooner than 64.
    let (mut whole, rest) = match u32::try_from(value) {
        Ok(value) => (u64::from(value / 100), value % 100),
        Err(_) => (value / 100, (value % 100) as u32),
    };
    if rest > 0 {
        if !rest.is_multiple_of(10) {
            put(b'0' + (rest % 10) as u8);
        }
        put(b'0' + (rest / 10) as u8);
        put(b'.');
    }
    while whole > u64::from(u32::MAX) {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
    }
    let mut whole = whole as u32;
    while whole >= 10 {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
    }
    put(b'0' + whole as u8);
    if hundredths < 0 {
        put(b'-');
    }
    (bytes, at)
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
