//! Getting a certificate: which authority is asked, by which challenge, when, and what its refusal means. No network, no clock.
//!
//! In the order of an attempt:
//!
//! 1. [`renewal`]: when a certificate is replaced, tried again, and asked about;
//! 2. [`pointing`] and [`delegation`]: where visitors and the challenge name lead;
//! 3. [`method`]: which challenges can succeed, and which one is next;
//! 4. [`caa`]: which authorities the owner of the name permits;
//! 5. [`budget`]: whether the authority's rate limits leave room;
//! 6. [`problem`]: what went wrong, who must do what, and what it means for the next attempt;
//! 7. [`entry`]: what is known of one name's certificate, and what an attempt leaves behind.
//! 8. [`front`]: the wildcards of the platform itself.

pub mod budget;
pub mod caa;
pub mod delegation;
pub mod entry;
pub mod front;
pub mod method;
pub mod pointing;
pub mod problem;
pub mod renewal;

#[cfg(test)]
mod samples;
