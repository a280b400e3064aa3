//! The HTML and Markdown with which another page shows a run.

use coroscope::export::Embed;

const GATHER: Embed<'_> = Embed {
    site: "https://example.org/site/",
    subject: "gather",
    title: "Gather",
    attributes: &[],
    fragment: "#gather",
    script: None,
    modules: &[],
    packed: None,
};

#[test]
fn the_tag_has_the_given_settings_alone() {
    let attributes = [
        ("tasks".to_owned(), "3".to_owned()),
        ("urls".to_owned(), "a \"b\"\nc&d".to_owned()),
    ];
    let embed = Embed {
        attributes: &attributes,
        ..GATHER
    };
    assert_eq!(
        embed.tag(),
        "<script type=\"module\" src=\"https://example.org/site/coro-scope.js\"></script>\n\
         <coro-scope lesson=\"gather\" tasks=\"3\" urls=\"a &quot;b&quot;&#10;c&amp;d\"></coro-scope>\n"
    );
}

#[test]
fn a_script_is_in_the_tag_as_text() {
    let embed = Embed {
        subject: "script",
        script: Some("import asyncio\n\nif 1 < 2:\n    pass\n"),
        packed: Some("abc"),
        ..GATHER
    };
    let tag = embed.tag();
    let inside = "<coro-scope>\n  <script type=\"text/x-python\">\n    import asyncio\n\n    if 1 < 2:\n        pass\n  \
                  </script>\n</coro-scope>\n";
    assert!(tag.ends_with(inside), "{tag}");
}

#[test]
fn a_script_that_html_would_cut_off_is_packed() {
    for script in ["print('</SCRIPT>')", "print('<!--')"] {
        let embed = Embed {
            subject: "script",
            script: Some(script),
            packed: Some("abc"),
            ..GATHER
        };
        let tag = embed.tag();
        assert!(
            tag.ends_with("<coro-scope code=\"abc\"></coro-scope>\n"),
            "{tag}"
        );
    }
}

#[test]
fn a_script_can_be_in_an_attribute_or_in_a_file() {
    let attributes = [("clock".to_owned(), "virtual".to_owned())];
    let embed = Embed {
        subject: "script",
        attributes: &attributes,
        script: Some("import asyncio\n"),
        packed: Some("abc"),
        ..GATHER
    };
    let packed = embed.packed_tag();
    let tag = "\n<coro-scope code=\"abc\" clock=\"virtual\"></coro-scope>\n";
    assert!(packed.ends_with(tag), "{packed}");
    let file = embed.file_tag("job.py");
    let tag = "\n<coro-scope script=\"job.py\" clock=\"virtual\"></coro-scope>\n";
    assert!(file.ends_with(tag), "{file}");
}

#[test]
fn the_frame_and_the_badge_have_the_same_settings() {
    let embed = Embed {
        fragment: "#gather?tasks=3&urls=a(b)",
        ..GATHER
    };
    let frame = embed.frame();
    let source = "src=\"https://example.org/site/embed.html#gather?tasks=3&amp;urls=a(b)\"";
    assert!(frame.contains(source), "{frame}");
    assert_eq!(
        embed.badge(),
        "[![Gather: the timeline of a run](gather.svg)](https://example.org/site/index.html#gather?tasks=3&urls=a%28b%29)\n"
    );
}
