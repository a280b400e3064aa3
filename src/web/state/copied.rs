//! What the reader copies to the clipboard.

use crate::wording::tr;

/// What a text for the clipboard is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Copied {
    /// A link.
    Link,
    /// The program.
    Program,
    /// A command, or lines of a program.
    Command,
    /// A finding.
    Finding,
    /// The code of a tag.
    Tag,
    /// The code of a frame.
    Frame,
    /// A picture with a link.
    Badge,
}

impl Copied {
    /// The sentence for when it is copied.
    pub(crate) fn is_copied(self) -> &'static str {
        match self {
            Copied::Link => tr!("The link is copied."),
            Copied::Program => tr!("The program is copied."),
            Copied::Command => tr!("It is copied."),
            Copied::Finding => tr!("The finding is copied."),
            Copied::Tag => tr!("The tag is copied."),
            Copied::Frame => tr!("The frame is copied."),
            Copied::Badge => tr!("The badge is copied."),
        }
    }

    /// The sentence for when it could not be copied, with the text.
    pub(crate) fn could_not_be_copied(self, why: &str, text: &str) -> String {
        match self {
            Copied::Link => tr!(
                "The link could not be copied: {why}. It is {text}",
                why,
                text
            ),
            Copied::Program => tr!(
                "The program could not be copied: {why}. It is {text}",
                why,
                text
            ),
            Copied::Command => tr!("It could not be copied: {why}. It is {text}", why, text),
            Copied::Finding => tr!(
                "The finding could not be copied: {why}. It is {text}",
                why,
                text
            ),
            Copied::Tag => tr!(
                "The tag could not be copied: {why}. It is {text}",
                why,
                text
            ),
            Copied::Frame => tr!(
                "The frame could not be copied: {why}. It is {text}",
                why,
                text
            ),
            Copied::Badge => tr!(
                "The badge could not be copied: {why}. It is {text}",
                why,
                text
            ),
        }
    }
}
