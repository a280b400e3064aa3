//! The style sheet of the standalone SVG.

use super::shapes::{DARK, LIGHT, Palette};
use core::fmt::Write;

/// The colours of a standalone picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As set in the reader's system; light in print.
    #[default]
    Auto,
    /// A light background.
    Light,
    /// A dark background.
    Dark,
}

const SHAPES: &str = "\
.coroscope text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-variant-numeric:tabular-nums}
.coroscope .h{font-size:15px;font-weight:600}
.coroscope .t{text-anchor:middle}
.coroscope .t,.coroscope .q{font-size:11px}
.coroscope path{fill:none;stroke-linejoin:round}
.coroscope .s{stroke-width:1.25;stroke-linecap:round}
.coroscope .mark{stroke-width:1.75;stroke-linecap:round}
.coroscope .c{stroke-width:1.5;stroke-dasharray:1.5 2.5}
.coroscope .k{stroke-opacity:.8}
.coroscope .f{stroke-dasharray:1 5;stroke-linecap:round}
.coroscope .m{stroke-dasharray:3 3}
.coroscope .v,.coroscope .y{fill-opacity:.22}
.coroscope .o{fill-opacity:.12}
.coroscope .lo{stroke-opacity:.5}
.coroscope .z{fill-opacity:.1;stroke-opacity:.5;stroke-dasharray:4 3}
.coroscope .browser{fill-opacity:.15}
.coroscope .late{stroke-width:1.25}
.coroscope .refused,.coroscope .forever{stroke-width:1.5;stroke-linecap:round}
.coroscope .unchanged{stroke-width:1.5;stroke-linecap:round}
.coroscope .failure{stroke-width:1.5;stroke-dasharray:5 3}
.coroscope .callback{fill-opacity:.25}
.coroscope .open{stroke-width:3.5;stroke-dasharray:5 2.5}
.coroscope .opensign{stroke-width:1.25;stroke-linecap:round}
.coroscope .ea{stroke-dasharray:2 2}
.coroscope .ec{stroke-width:1.5}
";

/// The style sheet of a theme.
pub(super) fn style_sheet(theme: Theme) -> String {
    let colours = match theme {
        Theme::Light => rules(&LIGHT),
        Theme::Dark => rules(&DARK),
        Theme::Auto => format!(
            "{}@media screen and (prefers-color-scheme:dark){{\n{}}}\n",
            rules(&LIGHT),
            rules(&DARK)
        ),
    };
    format!("{SHAPES}{colours}")
}

fn rules(palette: &Palette) -> String {
    let fills = [
        (".p", palette.paper),
        ("text", palette.text),
        (".t", palette.muted),
        (".q", palette.muted),
        (".r", palette.running),
        (".i", palette.running),
        (".thread", palette.running),
        (".u", palette.ready),
        (".w", palette.waiting),
        (".v", palette.running),
        (".y", palette.ready),
        (".o", palette.waiting),
        (".x", palette.text),
        (".z", palette.failed),
        (".browser", palette.muted),
        (".callback", palette.failed),
        (".reached", palette.failed),
        (".timed-out", palette.failed),
        (".called", palette.running),
        (".done", palette.done),
        (".failed", palette.failed),
        (".cancelled", palette.cancelled),
    ];
    let strokes = [
        (".g", palette.rule),
        (".hop", palette.muted),
        (".s", palette.waiting),
        (".c", palette.running),
        (".e", palette.ready),
        (".k", palette.ready),
        (".f", palette.cancelled),
        (".mark", palette.paper),
        (".v", palette.running),
        (".y", palette.ready),
        (".lv", palette.running),
        (".ly", palette.ready),
        (".lo", palette.waiting),
        (".z", palette.failed),
        (".callback", palette.failed),
        (".late", palette.failed),
        (".timeout", palette.failed),
        (".failure", palette.failed),
        (".unchanged", palette.failed),
        (".refused", palette.cancelled),
        (".forever", palette.text),
        (".open", palette.waiting),
        (".opensign", palette.waiting),
        (".ew", palette.ready),
        (".es", palette.waiting),
        (".ea", palette.running),
        (".ec", palette.cancelled),
        (".b", palette.rule),
        (".m", palette.muted),
    ];
    let mut css = String::new();
    for (class, colour) in fills {
        let _ = writeln!(css, ".coroscope {class}{{fill:{colour}}}");
    }
    for (class, colour) in strokes {
        let _ = writeln!(css, ".coroscope {class}{{stroke:{colour}}}");
    }
    css
}
