//! Runs a script on the virtual clock, with a test double of the host, and prints its output: `cargo run -p
//! coroscope-engine --example run -- script.py`.

use coroscope_engine::{Doubles, Engine, Options, Stream};
use std::process::ExitCode;
use std::rc::Rc;
use std::{env, fs};

fn main() -> ExitCode {
    let Some(path) = env::args().nth(1) else {
        eprintln!("usage: run script.py");
        return ExitCode::FAILURE;
    };
    let script = match fs::read_to_string(&path) {
        Ok(script) => script,
        Err(error) => {
            eprintln!("{path} can't be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let engine = Engine::with_host(Options::default(), Rc::<Doubles>::default());
    let ended = engine.run(&script);
    for written in engine.take_output() {
        match written.stream {
            Stream::Out => print!("{}", written.text),
            Stream::Err => eprint!("{}", written.text),
        }
    }
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprint!("{}", failed.traceback);
            // As in a shell, the status has eight bits.
            ExitCode::from(failed.status as u8)
        }
    }
}
