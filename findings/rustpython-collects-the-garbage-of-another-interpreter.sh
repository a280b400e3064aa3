#!/usr/bin/env bash
# A program creates a RustPython interpreter, leaves a reference cycle in it, and drops it. Creating a second interpreter in
# the same thread collects the garbage of the first: `__del__` of a class of the first runs while the modules of neither
# exist. In CPython each interpreter has its own collector. A program that embeds RustPython and exposes host objects must
# expect calls on behalf of a dropped interpreter. This script needs Rust 1.96 and compiles for minutes.
source "$(dirname "$0")/common.bash"
echo "Versions: $(rustc --version), rustpython-vm 0.6.0"

mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "two-interpreters"
version = "0.0.0"
edition = "2024"

[dependencies]
rustpython-vm = { version = "=0.6.0", default-features = false, features = ["compiler", "gc", "host_env", "stdio"] }
TOML
cat > "$folder/src/main.rs" <<'RS'
use rustpython_vm::{Interpreter, compiler::Mode};

fn run(interpreter: &Interpreter, source: &str) {
    interpreter.enter(|vm| {
        let scope = vm.new_scope_with_builtins();
        let code = vm.compile(source, Mode::Exec, "example.py").expect("it compiles");
        if let Err(error) = vm.run_code_obj(code, scope) {
            vm.print_exception(&error);
        }
    });
}

fn main() {
    let first = Interpreter::without_stdlib(Default::default());
    run(&first, "
class Left:
    def __del__(self):
        raise ValueError('collected')

left = Left()
left.me = left
del left
");
    drop(first);
    println!("the first is gone");
    let _second = Interpreter::without_stdlib(Default::default());
    println!("the second is made");
}
RS
actual=$(cd "$folder" && cargo run --quiet 2>&1 | tr '\n' ';')
check "the first is gone;the second is made;" "$actual" "the first is gone;.*Left.__del__.*the second is made"
