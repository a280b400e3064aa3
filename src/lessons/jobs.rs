//! Jobs that a worker runs by name: pure functions from text to text.

use crate::error::{Error, Result};

/// A job: from its input to its result.
pub type Job = fn(&str) -> Result<String>;

/// All jobs, by name.
pub const ALL: &[(&str, Job)] = &[("primes", primes)];

/// Runs the job of this name.
///
/// # Errors
/// The job's own error, or a message that there is no job of this name.
///
/// # Examples
/// ```
/// use coroscope::lessons::jobs;
/// assert_eq!(jobs::run("primes", "1000").unwrap(), "168");
/// assert_eq!(jobs::run("dishes", "").unwrap_err().to_string(), "there is no job “dishes”; there is primes");
/// ```
pub fn run(job: &str, input: &str) -> Result<String> {
    match ALL.iter().find(|(name, _)| *name == job) {
        Some((_, work)) => work(input),
        None => {
            let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
            Err(Error::msg(format_args!(
                "there is no job “{job}”; there is {}",
                known.join(", ")
            )))
        }
    }
}

/// Counts the primes below the number in `input`.
fn primes(input: &str) -> Result<String> {
    let Ok(end) = input.trim().parse() else {
        return Err(Error::msg(format_args!(
            "primes: “{input}” is not a whole number"
        )));
    };
    Ok((0..end).filter(|n| is_prime(*n)).count().to_string())
}

/// Whether `n` is a prime, by trial division up to its square root.
///
/// # Examples
/// ```
/// use coroscope::lessons::jobs::is_prime;
/// let primes: Vec<u32> = (0..20).filter(|n| is_prime(*n)).collect();
/// assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19]);
/// assert!(is_prime(4_294_967_291));
/// ```
pub fn is_prime(n: u32) -> bool {
    n >= 2
        && (2..)
            .take_while(|d| d * d <= u64::from(n))
            .all(|d| u64::from(n) % d != 0)
}
