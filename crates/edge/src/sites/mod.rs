//! Sites: a name, its certificate and where its requests go; and the ladder by which one is found.

mod ladder;
mod site;

pub(crate) use ladder::{Found, Ladder, LadderParts, NoSite};
pub(crate) use site::{Site, TlsTerms};
