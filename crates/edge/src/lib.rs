#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should end"))]

mod ahead;
mod ask;
mod backoff;
mod busy;
mod census;
mod challenges;
mod fleet;
mod follow;
mod handshake;
mod http_port;
mod liaison;
mod listen;
mod lookup;
mod meter;
mod proxy;
mod run;
mod settings;
mod silence;
mod sites;
mod status;
mod tickets;
mod uptime;

use nameplate_domain::certificate_name::CertificateName;

pub use ask::{
    Answer, AskError, CertificateOutcome, CertificateReport, ControlPlane, EdgeStatus, InvalidControlPlane, OverHttp,
    Purpose, Verdict, Wanted,
};
pub use meter::Snapshot;
pub use nameplate_domain::cidr::{Cidr, InvalidCidr};
pub use nameplate_domain::networks::{InvalidNetwork, Network};
pub use nameplate_domain::server_name::{InvalidServerName, ServerName};
pub use run::{Edge, EdgeParts, RunningEdge, StartError};
pub use settings::EdgeSettings;
