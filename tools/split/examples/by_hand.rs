//! Marks or divides a module of wasm-bindgen with names of functions, to try what that gains:
//!
//! ```sh
//! cargo run -p coroscope-split --example by_hand mark MODULE MARKED NAMES
//! cargo run -p coroscope-split --example by_hand split MODULE PREFIX LIST…
//! ```
//!
//! Each list has the names of the functions of a part, as `mark` writes them; a last part has all others.

use std::collections::HashSet;
use std::fs;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["mark", module, marked, names] => {
            let (module, found) = coroscope_split::count_calls(&fs::read(module)?)?;
            fs::write(marked, module)?;
            fs::write(names, found.join("\n"))?;
        }
        ["split", module, prefix, lists @ ..] => {
            let lists = lists
                .iter()
                .map(|list| {
                    Ok(fs::read_to_string(list)?
                        .lines()
                        .map(str::to_owned)
                        .collect())
                })
                .collect::<Result<Vec<HashSet<String>>>>()?;
            let part_of = |name: &str| {
                let part = lists.iter().position(|list| list.contains(name));
                part.unwrap_or(lists.len())
            };
            let parts = coroscope_split::split(&fs::read(module)?, lists.len() + 1, part_of)?;
            for (number, part) in parts.iter().enumerate() {
                fs::write(format!("{prefix}{number}.wasm"), part)?;
            }
        }
        _ => bail!("the arguments are: mark MODULE MARKED NAMES, or split MODULE PREFIX LIST…"),
    }
    Ok(())
}
