//! The client against pebble 2.10 or later: all that Debian's is asked, and renewal information, replacing and profiles.
//! `NEWER_PEBBLE` names the folder of its programs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

#[path = "acme/accounts.rs"]
mod accounts;
#[path = "acme/answers.rs"]
mod answers;
#[path = "acme/issuing.rs"]
mod issuing;
#[path = "acme/lost.rs"]
mod lost;
#[path = "pebble/mod.rs"]
mod pebble;
#[path = "acme/refusals.rs"]
mod refusals;
#[path = "acme/renewal.rs"]
mod renewal;
#[path = "acme/world.rs"]
mod world;

/// Without one, pebble takes any of its profiles.
const DEFAULT_PROFILE: Option<&str> = Some("default");

#[expect(clippy::disallowed_methods, reason = "where the programs lie is the machine's business")]
fn programs() -> pebble::Programs {
    let folder = std::env::var("NEWER_PEBBLE")
        .expect("NEWER_PEBBLE names the folder of pebble and pebble-challtestsrv, 2.10 or later");
    pebble::Programs { folder: folder.into(), dns_option: "-dnsserver", dns_arguments: &["-doh", ""] }
}
