//! The table of packages that scripts can import, in `docs/embedding.md`.

use crate::embedding::{code, table};

/// The table of the engine and of `cargo xtask build`.
const PACKAGES: &str = include_str!("../../../engine/packages.txt");

pub(crate) fn table_of_packages() -> String {
    let rows = PACKAGES.lines().filter(|row| !row.starts_with('#'));
    let rows = rows.filter_map(|row| {
        let mut columns = row.split_whitespace();
        let (name, version) = (columns.next()?, columns.next()?);
        let (licence, modules) = (columns.next()?, columns.next()?);
        let modules: Vec<String> = modules.split(',').map(code).collect();
        let licence = licence.replace('/', " or ").replace('+', " and ");
        Some([
            name.to_owned(),
            version.to_owned(),
            modules.join(", "),
            licence,
        ])
    });
    table(["package", "version", "modules", "licence"], rows)
}
