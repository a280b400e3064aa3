//! What a user can do about the common causes of a failure.

pub(super) const DISK_IS_FULL: &str =
    "the disk is full: free space with `cargo clean`, then run it again";

/// What cargo, rustup, npm, pip and apt print in lower case for causes that the user can remove, and what to do then.
const CAUSES: [(&[&str], &str); 3] = [
    (&["no space left on device", "enospc"], DISK_IS_FULL),
    (
        &[
            "could not resolve host",
            "enotfound",
            "eai_again",
            "temporary failure in name resolution",
            "temporary failure resolving",
            "network is unreachable",
        ],
        "no network, but something has to be downloaded: connect, then run it again",
    ),
    (
        &[
            "failed to download",
            "could not download file",
            "etimedout",
            "econnreset",
        ],
        "a download failed: check the network and the proxy, then run it again",
    ),
];

/// Whether a text has these words, not just as a part of others, as `ModuleNotFoundError` has `enotfound`.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

/// The message for a failure: advice if the log or the error shows a common cause, otherwise the error.
pub(super) fn advice(log: &str, error: &anyhow::Error) -> String {
    let error = format!("{error:#}");
    let printed = format!("{log}\n{error}").to_lowercase();
    let mut causes = CAUSES.iter();
    let cause = causes.find(|(marks, _)| marks.iter().any(|mark| has_words(&printed, mark)));
    cause.map_or(error, |(_, advice)| (*advice).to_owned())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_full_disk_is_reported_whichever_program_failed() {
        let log = "error: failed to write `/t/a.o`: No space left on device (os error 28)";
        assert!(advice(log, &anyhow!("`cargo test` failed")).starts_with("the disk is full"));
        let log = "npm error code EAI_AGAIN\nnpm error syscall getaddrinfo";
        assert!(advice(log, &anyhow!("npm could not install it")).starts_with("no network"));
        assert_eq!(
            advice("", &anyhow!("`cargo fmt` failed")),
            "`cargo fmt` failed"
        );
    }

    #[test]
    fn a_name_that_contains_a_mark_is_no_cause() {
        let log = "ModuleNotFoundError: No module named 'helpers'";
        assert_eq!(advice(log, &anyhow!("a test failed")), "a test failed");
    }
}
