//! The packages that scripts can import besides the library: wheels, which the host fetches when a script imports them.
//! `python/_packages.py` reads them.

use crate::{imports, library};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use std::collections::{BTreeMap, BTreeSet};

/// The table of packages.
const TABLE: &str = include_str!("../packages.txt");
/// Packages of the engine itself, which need no wheel.
const OWN: [&str; 2] = ["aiofiles", "aiohttp"];
/// The module that imports from wheels.
const IMPORTER: &str = "_packages";

/// A package that scripts can import.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    pub(crate) name: &'static str,
    version: &'static str,
    /// The names of its modules, separated by commas.
    modules: &'static str,
    /// The names of the packages that it needs, separated by commas.
    needs: &'static str,
    sha256: &'static str,
}

impl Package {
    /// The name of its wheel, below `packages/` of the site.
    pub fn file(&self) -> String {
        format!("{}-{}.whl", self.name, self.version)
    }

    fn modules(&self) -> impl Iterator<Item = &'static str> {
        self.modules.split(',')
    }
}

/// All packages with a wheel.
fn all() -> impl Iterator<Item = Package> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split_whitespace();
        let mut next = || columns.next();
        let (name, version, _licence) = (next()?, next()?, next()?);
        Some(Package {
            name,
            version,
            modules: next()?,
            needs: next()?,
            sha256: next()?,
        })
    })
}

/// The names of everything that can be imported besides the library and the script's own files, in a sentence.
pub(crate) fn names() -> String {
    let names: BTreeSet<&str> = all().map(|it| it.name).chain(OWN).collect();
    Vec::from_iter(names).join(", ")
}

/// Whether a package with a wheel has this module.
pub(crate) fn has_module(name: &str) -> bool {
    all().any(|it| it.modules().any(|module| module == name))
}

/// The packages that a script's files import, anywhere in them, and those that these need. A file of the script hides a
/// package of the same name.
pub fn needed(script: &str, modules: &BTreeMap<String, String>) -> Vec<Package> {
    let texts = core::iter::once(script).chain(modules.values().map(String::as_str));
    let mut names: BTreeSet<String> = texts.flat_map(imports::find).collect();
    for file in modules.keys() {
        names.remove(file.split(['/', '.']).next().unwrap_or_default());
    }
    let is_imported = |it: &Package| it.modules().any(|module| names.contains(module));
    let mut needed: Vec<Package> = all().filter(is_imported).collect();
    let mut n = 0;
    while let Some(package) = needed.get(n).copied() {
        let others = all().filter(|it| package.needs.split(',').any(|name| name == it.name));
        for other in others {
            if !needed.iter().any(|it| it.name == other.name) {
                needed.push(other);
            }
        }
        n += 1;
    }
    needed
}

/// The wheels that were fetched, by file; or why one could not be fetched.
pub type Wheels = BTreeMap<String, Result<Vec<u8>, String>>;

/// Makes the modules in wheels importable.
pub(crate) fn install(wheels: &Wheels, vm: &VirtualMachine) -> PyResult<()> {
    if wheels.is_empty() {
        return Ok(());
    }
    let install = library::module(IMPORTER, vm)?.get_attr("install", vm)?;
    for package in all() {
        let file = package.file();
        let (wheel, failure): (PyObjectRef, PyObjectRef) = match wheels.get(&file) {
            Some(Ok(bytes)) => (vm.ctx.new_bytes(bytes.clone()).into(), vm.ctx.none()),
            Some(Err(why)) => (vm.ctx.none(), vm.ctx.new_str(why.as_str()).into()),
            None => continue,
        };
        let modules = package
            .modules()
            .map(|module| vm.ctx.new_str(module).into());
        let modules = vm.ctx.new_tuple(modules.collect());
        install.call(
            (package.name, file, modules, wheel, failure, package.sha256),
            vm,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(script: &str, modules: &[&str]) -> Vec<&'static str> {
        let modules = modules
            .iter()
            .map(|file| ((*file).to_owned(), String::new()));
        let packages = needed(script, &modules.collect());
        packages.iter().map(|it| it.name).collect()
    }

    #[test]
    fn packages_that_others_need_are_needed() {
        let script = "def f():\n    import httpx._client\n";
        let expected = ["httpx", "anyio", "idna", "typing-extensions"];
        assert_eq!(names_of(script, &[]), expected);
        assert_eq!(
            names_of("from attr import s\nimport json, numpy", &[]),
            ["attrs"]
        );
        assert_eq!(
            names_of("import tenacity, six", &["tenacity.py", "six/__init__.py"]),
            [""; 0]
        );
    }

    #[test]
    fn the_table_is_complete() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        let known: Vec<Package> = all().collect();
        assert_eq!(known.len(), rows);
        for package in &known {
            assert_eq!(package.sha256.len(), 64, "{package:?}");
            let mut needs = package.needs.split(',').filter(|name| *name != "-");
            assert!(
                needs.all(|name| known.iter().any(|it| it.name == name)),
                "{package:?}"
            );
        }
    }
}
