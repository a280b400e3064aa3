//! Every lesson's run on the virtual clock, drawn as text, and what its words claim.

// codegen: modules
mod background;
mod blocking;
mod common;
mod depth;
mod downloads;
mod event_loop;
mod files;
mod gather;
mod groups;
mod guide;
mod guide_edges;
mod guide_measured;
mod helper;
mod highlight;
mod locks;
mod machine;
mod many;
mod orders;
mod pairs;
mod pause;
mod pipeline;
mod plot;
mod python;
mod queue;
mod same_lines;
mod sync;
mod terms;
mod timeouts;
mod worth;
// codegen: end

use common::run;
use coroscope::lessons;
use coroscope::trace::Model;

#[test]
fn the_files_of_lessons_are_named_as_the_log_names_them() {
    let rt = run("gather", &[]);
    rt.with_log(|log| {
        let model = Model::of(log);
        let place = model.tasks()[1].place.and_then(|place| log.place(place));
        let file = place.unwrap().file.replace('\\', "/");
        assert_eq!(file, lessons::find("gather").unwrap().program.file);
    });
}
