//! Compiles the Python modules that scripts can import to bytecode: a selection of RustPython's library, and the folder
//! `python/`, whose modules replace those of the library.

use rustpython_compiler::CodeObject;
use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_compiler_core::marshal;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The selected modules of the library. Packages are included with all their modules, except [`EXCLUDED`].
const SELECTED: &str = "
    __future__ _collections_abc _colorize _opcode_metadata _pycodecs _pydatetime _py_warnings _strptime
    _threading_local _weakrefset abc annotationlib ast base64 bisect calendar codecs codeop
    collections contextlib contextvars copy copyreg csv dataclasses datetime decimal _pydecimal difflib dis
    _compat_pickle _markupbase argparse compression configparser gettext glob lzma ntpath pathlib pickle pkgutil tomllib
    unittest zoneinfo cmd colorsys getopt optparse xml xml.etree xml.parsers
    email email.message email.utils email.errors email._policybase email.charset email._encoded_words email.header
    email.base64mime email.quoprimime email.encoders email.iterators email._parseaddr quopri mimetypes
    enum fnmatch fractions functools genericpath graphlib hashlib heapq inspect io ipaddress json keyword
    linecache locale logging numbers opcode operator pprint queue random re reprlib sched secrets shlex
    statistics string stringprep struct textwrap threading timeit token tokenize traceback types typing uuid
    hmac warnings weakref importlib html bz2 gzip http urllib.parse
    posixpath stat concurrent concurrent.futures concurrent.futures._base
    asyncio.base_futures asyncio.base_tasks asyncio.constants asyncio.coroutines asyncio.events
    asyncio.exceptions asyncio.format_helpers asyncio.futures asyncio.graph asyncio.log asyncio.mixins
    asyncio.protocols asyncio.selector_events asyncio.streams asyncio.subprocess asyncio.transports asyncio.trsock
    asyncio.runners asyncio.staggered asyncio.tasks asyncio.threads asyncio.timeouts
";

const EXCLUDED: &str = "
    json.tool importlib.metadata importlib.resources importlib.simple importlib.readers re.__main__ compression.zstd
    unittest.__main__
";

/// The selected modules of `encodings`: those of Python itself and the single-byte codecs that are used most. All of
/// them would take as much space as a third of the library.
const ENCODINGS: &str = "
    __init__ aliases ascii base64_codec charmap cp1250 cp1251 cp1252 cp437 cp850 hex_codec idna iso8859_1 iso8859_15
    iso8859_2 koi8_r latin_1 mac_roman punycode raw_unicode_escape rot_13 unicode_escape utf_16 utf_16_be
    utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8 utf_8_sig zlib_codec
";

/// Modules of the library under another name, because ours has their name.
const RENAMED: &[(&str, &str)] = &[
    ("asyncio._python_queues", "asyncio/queues.py"),
    ("asyncio._library_base_events", "asyncio/base_events.py"),
    ("asyncio._python_taskgroups", "asyncio/taskgroups.py"),
];

/// Modules that import others. Their frames are left out of tracebacks, as those of CPython's own importer are.
const IMPORTERS: [&str; 2] = ["_packages", "_script_files"];
/// The file name of CPython's importer.
const IMPORTER_FILE: &str = "<frozen importlib._bootstrap_external>";

/// Docstrings, and assertions about the library itself, are left out as by `python -OO`: they would take a fifth of the
/// space. asyncio keeps its own.
const WITHOUT_DOCSTRINGS: u8 = 2;

/// Modules of asyncio that scripts do not see.
const UNDOCUMENTED: [&str; 2] = ["asyncio._library_base_events", "asyncio.selector_events"];

fn main() -> Result<(), Box<dyn Error>> {
    let own_modules = Path::new("python");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=python");
    let library = Path::new(rustpython_pylib::LIB_PATH);
    let mut sources = BTreeMap::new();
    for name in SELECTED.split_whitespace() {
        let file = library.join(name.replace('.', "/"));
        match file.is_dir() {
            // Only the package itself, not its modules.
            true if matches!(
                name,
                "concurrent" | "concurrent.futures" | "email" | "http" | "xml"
            ) =>
            {
                sources.insert(name.to_owned(), file.join("__init__.py"));
            }
            true => collect(&file, name, &mut sources)?,
            false => {
                sources.insert(name.to_owned(), file.with_extension("py"));
            }
        }
    }
    for name in ENCODINGS.split_whitespace() {
        let module = match name {
            "__init__" => "encodings".to_owned(),
            name => format!("encodings.{name}"),
        };
        sources.insert(module, library.join(format!("encodings/{name}.py")));
    }
    for (name, file) in RENAMED {
        sources.insert((*name).to_owned(), library.join(file));
    }
    collect(own_modules, "", &mut sources)?;
    let mut modules = Vec::new();
    for (name, path) in &sources {
        let source = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        // A script may have a file of the same name, without the slash.
        let file = match IMPORTERS.contains(&name.as_str()) {
            true => IMPORTER_FILE.to_owned(),
            false => format!("/{}.py", name.replace('.', "/")),
        };
        let is_documented = path.starts_with(own_modules)
            || name.starts_with("asyncio.") && !UNDOCUMENTED.contains(&name.as_str());
        let options = CompileOpts {
            optimize: if is_documented { 0 } else { WITHOUT_DOCSTRINGS },
            ..CompileOpts::default()
        };
        let code = compile(&source, Mode::Exec, &file, options)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let package = path.ends_with("__init__.py");
        let code = FrozenCodeObject {
            bytes: stored(&code),
        };
        modules.push((name.as_str(), FrozenModule { code, package }));
    }
    let frozen = FrozenLib::encode(modules);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("library.bin"), frozen.bytes)?;
    Ok(())
}

/// Bytecode in the compressed form that RustPython reads (a block of LZ4 with its size), but as literals only. Servers compress
/// the engine as a whole: that makes it 0.6 MB smaller than if each module were compressed before.
fn stored(code: &CodeObject) -> Vec<u8> {
    let mut bytecode = Vec::new();
    marshal::serialize_code(&mut bytecode, code);
    let mut bytes = (bytecode.len() as u32).to_le_bytes().to_vec();
    // Up to 14 fit in the token; further bytes follow until one is below 255.
    bytes.push((bytecode.len().min(15) as u8) << 4);
    if let Some(mut rest) = bytecode.len().checked_sub(15) {
        while rest >= 255 {
            bytes.push(255);
            rest -= 255;
        }
        bytes.push(rest as u8);
    }
    bytes.extend(bytecode);
    bytes
}

/// Collects all modules of a folder, with names below `name`.
fn collect(
    folder: &Path,
    name: &str,
    sources: &mut BTreeMap<String, PathBuf>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let inner = match (name, stem) {
            ("", stem) => stem.to_owned(),
            (name, "__init__") => name.to_owned(),
            (name, stem) => format!("{name}.{stem}"),
        };
        // A module of ours may replace one that is left out.
        let is_excluded = folder.starts_with(rustpython_pylib::LIB_PATH)
            && EXCLUDED.split_whitespace().any(|it| it == inner);
        if is_excluded || stem == "__pycache__" {
            continue;
        }
        if path.is_dir() {
            collect(&path, &inner, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            sources.insert(inner, path);
        }
    }
    Ok(())
}
