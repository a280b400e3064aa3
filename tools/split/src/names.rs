//! The names of functions, as they are in lists that people read.

/// The name of a function without the hash of its instance, which every compiler and each change of a crate alter.
/// wasm-bindgen has replaced the symbols by names with that hash.
pub fn readable(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
            path.to_owned()
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_instance_is_no_part_of_a_name() {
        assert_eq!(readable("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(readable("_ZN1a1b17h0123456789abcdefE"), "a::b");
        assert_eq!(readable("a::hello"), "a::hello");
    }
}
