//! Pictures without a browser: what `examples/render` prints, and what it says of a wrong command line.
#[path = "../examples/render.rs"]
mod example;

use coroscope::lessons;

fn render(line: &str) -> Result<String, String> {
    example::render(line.split_whitespace().map(str::to_owned))
}

#[track_caller]
fn assert_refused(line: &str, words: &[&str]) {
    let said = render(line).expect_err(line);
    for word in words {
        assert!(said.contains(word), "{line}: no “{word}” in: {said}");
    }
}

#[test]
fn a_lesson_with_its_knobs_is_a_whole_svg_and_the_same_each_time() {
    let picture = render("gather --tasks 5").unwrap();
    assert!(picture.starts_with("<svg xmlns"));
    assert!(picture.trim_end().ends_with("</svg>"));
    assert_eq!(picture, render("gather --tasks 5").unwrap());
    assert_ne!(picture, render("gather --tasks 6").unwrap());
}

#[test]
fn every_lesson_draws_with_nothing_to_load_and_nothing_to_run() {
    for lesson in lessons::ALL {
        let picture = render(lesson.id).unwrap();
        for word in ["<script", "<image", "url(", "href", "onload", "@import"] {
            assert!(!picture.contains(word), "{} has {word}", lesson.id);
        }
    }
}

#[test]
fn a_picture_follows_the_readers_system_or_stays_light_or_dark() {
    let dark = "prefers-color-scheme:dark";
    assert!(render("gather").unwrap().contains(dark));
    assert!(render("gather --theme auto").unwrap().contains(dark));
    let (light, night) = (
        render("gather --theme light").unwrap(),
        render("gather --theme dark").unwrap(),
    );
    assert!(!light.contains(dark) && !night.contains(dark));
    assert_ne!(light, night);
}

#[test]
fn width_and_title_are_those_that_were_asked_for() {
    let picture = render("gather --width 640 --title Together").unwrap();
    assert!(picture.contains(r#"width="640""#));
    assert!(picture.contains(">Together</text>"));
    let words = ["gather", "--title", "<b>&"].map(str::to_owned);
    let picture = example::render(words.into_iter()).unwrap();
    assert!(picture.contains("&lt;b&gt;&amp;") && !picture.contains("<b>"));
}

#[test]
fn a_wrong_command_line_is_told_what_would_be_right() {
    assert_refused("", &["usage:", "Lessons: sync"]);
    assert_refused("gathr", &["no lesson “gathr”", "Lessons: sync"]);
    assert_refused("gather five", &["“five” is not an option", "begin with --"]);
    assert_refused("gather --tasks", &["--tasks wants a value"]);
    assert_refused(
        "gather --task 5",
        &["no option --task", "Knobs of gather", "--tasks"],
    );
    assert_refused(
        "gather --tasks many",
        &["--tasks", "“many” is not a whole number from 0 to 10000"],
    );
    assert_refused(
        "gather --tasks 20000",
        &["--tasks", "20000 is more than 10000"],
    );
    assert_refused("gather --as png", &["no format “png”", "svg, txt"]);
    assert_refused("gather --theme black", &["no theme “black”", "auto, light"]);
    for width in ["0", "-1", "99999", "wide", "1e3"] {
        let line = format!("gather --width {width}");
        assert_refused(&line, &["--width takes whole pixels from 320 to 4000"]);
    }
}

#[test]
fn what_is_refused_is_not_said_to_be_used() {
    let said = render("gather --tasks 20000").unwrap_err();
    assert!(!said.contains("is used"), "{said}");
}

#[test]
fn help_names_every_knob_of_a_lesson_and_no_knob_hides_an_option() {
    assert!(render("--help").unwrap().contains("Lessons: sync"));
    for lesson in lessons::ALL {
        let help = render(&format!("{} --help", lesson.id)).unwrap();
        for knob in lesson.knobs {
            let option = format!("--{}", knob.id);
            assert!(help.contains(&option), "{option} of {}", lesson.id);
            let own = ["as", "theme", "width", "title", "text", "help"];
            assert!(!own.contains(&knob.id), "{} has {}", lesson.id, knob.id);
        }
    }
}
