//! Asking the servers of a zone themselves, so that no cache stands between a record and the verdict on it.
//!
//! One observation: [`authority`] finds the zone and its servers; [`ask`] bounds what is in flight and remembers who is dead;
//! [`exchange`] moves one question and its reply over UDP or TCP; [`message`] is how they look; [`reading`] is what a reply says; [`scout`] is
//! what is asked before a certificate is ordered;
//! [`validation`] is what resolvers think of signatures.

mod ask;
mod authority;
mod exchange;
mod message;
mod observer;
mod reading;
mod resolv_conf;
mod scout;
mod settings;
mod validation;

pub use ask::QuestionKind;
pub use authority::{NameServer, Zone};
pub use observer::{Observer, ObserverError};
pub use scout::TextSpread;
pub use settings::ObserverSettings;
