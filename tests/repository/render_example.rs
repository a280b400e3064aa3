//! `examples/render`: pictures without a browser, and the messages for a wrong command line.
#[path = "../../examples/render.rs"]
mod example;

use coroscope::lessons;

fn render(line: &str) -> Result<String, String> {
    example::render(line.split_whitespace().map(str::to_owned))
}

#[track_caller]
fn assert_refused(line: &str, words: &[&str]) {
    let message = render(line).expect_err(line);
    for word in words {
        assert!(message.contains(word), "{line}: no “{word}” in: {message}");
    }
}

#[test]
fn a_lesson_with_settings_is_a_complete_svg_and_the_same_each_time() {
    let picture = render("gather --tasks 5").unwrap();
    assert!(picture.starts_with("<svg xmlns"));
    assert!(picture.trim_end().ends_with("</svg>"));
    assert_eq!(picture, render("gather --tasks 5").unwrap());
    assert_ne!(picture, render("gather --tasks 6").unwrap());
}

#[test]
fn no_picture_loads_or_runs_anything() {
    for lesson in lessons::ALL {
        let picture = render(lesson.id).unwrap();
        for word in ["<script", "<image", "url(", "href", "onload", "@import"] {
            assert!(!picture.contains(word), "{} has {word}", lesson.id);
        }
    }
}

#[test]
fn a_picture_follows_the_systems_color_scheme_or_has_a_fixed_one() {
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
fn width_and_title_can_be_set() {
    let picture = render("gather --width 640 --title Together").unwrap();
    assert!(picture.contains(r#"width="640""#));
    assert!(picture.contains(">Together</text>"));
    let words = ["gather", "--title", "<b>&"].map(str::to_owned);
    let picture = example::render(words.into_iter()).unwrap();
    assert!(picture.contains("&lt;b&gt;&amp;") && !picture.contains("<b>"));
}

#[test]
fn the_error_for_a_wrong_command_line_says_what_would_be_right() {
    assert_refused("", &["usage:", "Lessons: sync"]);
    assert_refused("gathr", &["no lesson “gathr”", "Lessons: sync"]);
    assert_refused("gather five", &["“five” is not an option", "begin with --"]);
    assert_refused("gather --tasks", &["--tasks needs a value"]);
    assert_refused(
        "gather --task 5",
        &["no option --task", "Settings of gather", "--tasks"],
    );
    assert_refused(
        "gather --tasks many",
        &["--tasks", "“many” is not a whole number from 0 to 10000"],
    );
    assert_refused(
        "gather --tasks 20000",
        &["--tasks", "20000 is more than 10000"],
    );
    assert_refused("gather --as png", &["no format “png”", "svg, chrome"]);
    assert_refused("gather --theme black", &["no theme “black”", "auto, light"]);
    for width in ["0", "-1", "99999", "wide", "1e3"] {
        let line = format!("gather --width {width}");
        assert_refused(&line, &["--width takes whole pixels from 320 to 4000"]);
    }
}

#[test]
fn an_error_does_not_say_that_a_value_is_used() {
    let message = render("gather --tasks 20000").unwrap_err();
    assert!(!message.contains("using"), "{message}");
}

#[test]
fn help_lists_every_setting_of_a_lesson_and_no_setting_has_the_name_of_an_option() {
    assert!(render("--help").unwrap().contains("Lessons: sync"));
    for lesson in lessons::ALL {
        let help = render(&format!("{} --help", lesson.id)).unwrap();
        for setting in lesson.settings {
            let option = format!("--{}", setting.id);
            assert!(help.contains(&option), "{option} of {}", lesson.id);
            let own = ["as", "theme", "width", "title", "text", "help"];
            assert!(
                !own.contains(&setting.id),
                "{} has {}",
                lesson.id,
                setting.id
            );
        }
    }
}
