//! Reading does not panic, whatever is in the file, and every accepted file can be drawn.

use crate::common::random;
use crate::common::tape::everything;
use crate::recording::meta;
use coroscope::export::{
    Export, FORMATS, Recording, measures, read_recording, totals_csv, write_recording,
};
use coroscope::time::Instant;
use coroscope::timeline::{
    Rows, TimeScale, Viewport, ascii, compare, describe, describe_event, hit, lane_label, layout,
    lines_at, run_totals, sentence_for_task, state_at, svg,
};
use coroscope::trace::{Log, Model, Moment, RunView};
use proptest::prelude::*;

/// Computes everything that can be computed from a log, at a few points.
pub(crate) fn can_be_drawn(log: &Log) {
    let model = Model::of(log);
    let run = RunView::new(log, &model);
    let rows = Rows::of(&model);
    let whole = Viewport::whole(&model, &rows, 300.0);
    let end = model.now();
    let close = Viewport {
        scale: TimeScale::new(Instant::from_micros(end.as_micros() / 2), end, 100.0),
        first_lane: 1,
        lanes: 3,
        until: Some(Instant::from_micros(end.as_micros() / 3)),
    };
    for viewport in [whole, close] {
        let picture = layout(run, &rows, &viewport);
        for x in [-5.0, 0.0, 33.3, 100.0, 1e9] {
            for row in 0..picture.lanes_total.min(4) {
                hit(&model, &rows, &viewport, row, x);
            }
        }
    }
    for task in model.tasks().iter().take(20) {
        for span in 0..=task.spans.len().min(50) {
            describe(run, task.id, span);
        }
        lane_label(run, task.id);
        sentence_for_task(run, task.id);
    }
    let seqs = log.dropped()..log.next_seq();
    for seq in seqs.clone().take(200).chain(seqs.rev().take(2)) {
        describe_event(run, seq);
        let moment = Moment::after(log, seq).unwrap();
        lines_at(run, |_| true, moment);
        for task in model.tasks().iter().take(5) {
            state_at(&model, task.id, moment);
        }
    }
    Moment::at(log, end);
    compare(&run_totals(&model), &run_totals(&model));
    assert_eq!(
        totals_csv(run).matches("\r\n").count(),
        1 + model.tasks().len()
    );
    measures(run);
    assert!(ascii::draw(run, 40).lines().count() > rows.len());
    let (meta, picture) = (meta(), svg::Options::default());
    for format in FORMATS {
        let content = (format.write)(&Export {
            run,
            meta: &meta,
            picture: &picture,
        });
        let end = match format.id {
            "chrome" => "}\n",
            "svg" | "png" => "</svg>\n",
            _ => "\n",
        };
        assert!(content.ends_with(end), "{}", format.id);
    }
}

/// A file must be rejected with a message, or be usable like any other.
fn assert_survives(file: &[u8]) {
    match read_recording(file) {
        Err(why) => assert!(!why.message.is_empty()),
        Ok(Recording { log, meta, .. }) => {
            can_be_drawn(&log);
            let again = read_recording(write_recording(&log, &meta).as_bytes()).unwrap();
            assert!(again.log.iter().eq(log.iter()));
        }
    }
}

/// A change to a file: the position, as a share of its length, and the change.
#[derive(Clone, Debug)]
enum Damage {
    Flip(u16, u8),
    Cut(u16, u16),
    Copy(u16, u16, u16),
    Put(u16, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let pieces = [
        "0",
        "9",
        "-",
        "1e9",
        "null",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "\\",
        "4294967295",
        "\n",
        "[0,\"spawn\",8,7,0],",
        "[-9,\"end\",2,\"done\"],",
        "[5,\"clean\",1],",
        "[0,\"poll\",900],",
        "[0,\"hold\",4000000000,3,9],",
        "[9007199254740000,\"hop\"],",
    ];
    prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, with)| Damage::Flip(at, with)),
        (any::<u16>(), any::<u16>()).prop_map(|(from, to)| Damage::Cut(from, to)),
        any::<(u16, u16, u16)>().prop_map(|(from, to, at)| Damage::Copy(from, to, at)),
        (any::<u16>(), prop::sample::select(pieces.to_vec()))
            .prop_map(|(at, piece)| Damage::Put(at, piece)),
    ]
}

fn damaged(file: &mut Vec<u8>, damage: &Damage) {
    let place = |share: u16| file.len() * usize::from(share) / 0x1_0000;
    // Most damage is small.
    let part = |from: u16, to: u16| {
        let from = place(from);
        from..(from + usize::from(to) % 60).min(file.len())
    };
    match *damage {
        Damage::Flip(at, with) => {
            let at = place(at);
            if let Some(byte) = file.get_mut(at) {
                *byte ^= with;
            }
        }
        Damage::Cut(from, to) => {
            let part = part(from, to);
            file.drain(part);
        }
        Damage::Copy(from, to, at) => {
            let (piece, at) = (file[part(from, to)].to_vec(), place(at));
            file.splice(at..at, piece);
        }
        Damage::Put(at, piece) => {
            // Where an event could begin, so that many of the pieces fit.
            let at = place(at);
            let line = file[at..].iter().position(|byte| *byte == b'\n');
            let at = line.map_or(at, |line| at + line + 1).min(file.len());
            file.splice(at..at, piece.bytes());
        }
    }
}

proptest! {
    #![proptest_config(random::config(120))]

    #[test]
    fn random_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_survives(&bytes);
        assert_survives(&[b"{\"coroscope\":1,", bytes.as_slice()].concat());
        assert_survives(&[b"{\"coroscope\":1,\"events\":[[0,", bytes.as_slice()].concat());
    }

    #[test]
    fn random_logs_can_be_drawn(log in random::log()) {
        can_be_drawn(&log);
    }

    #[test]
    fn damaged_files_do_not_panic(
        log in random::log(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut file = write_recording(&log, &meta()).into_bytes();
        for damage in &damages {
            damaged(&mut file, damage);
        }
        assert_survives(&file);
    }
}

#[test]
fn some_damaged_files_are_accepted() {
    // Otherwise the tests above would only be about rejections.
    let file = write_recording(&everything().log, &meta());
    let pieces = [
        "[0,\"spawn\",900,901,0],",
        "[-9,\"end\",2,\"done\"],",
        "[5,\"clean\",1],",
        "[0,\"poll\",900],",
    ];
    let lines: Vec<&str> = file.lines().collect();
    for piece in pieces {
        for at in 7..lines.len() - 1 {
            let mut damaged = lines.clone();
            damaged.insert(at, piece);
            assert_survives(damaged.join("\n").as_bytes());
        }
    }
    let damaged = lines[..7].join("\n") + pieces[1] + &lines[7..].join("\n");
    assert!(read_recording(damaged.as_bytes()).is_ok());
}

#[test]
fn a_long_chain_of_parents_can_be_drawn() {
    let mut file =
        String::from(r#"{"coroscope":1,"places":[["a.rs",1]],"events":[[0,"spawn",1,null,0]"#);
    for number in 2..70_000 {
        file.push_str(&format!(",[1,\"spawn\",{number},{},0]", number - 1));
    }
    let log = read_recording((file + "]}").as_bytes()).unwrap().log;
    can_be_drawn(&log);
}
