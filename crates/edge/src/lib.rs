#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should end"))]

mod ask;
mod backoff;
mod busy;
mod certificate_name;
mod certificates;
mod cidr;
mod follow;
mod handshake;
mod http_port;
mod issue;
mod listen;
mod meter;
mod proxy;
mod run;
mod server_name;
mod settings;
mod silence;
mod uptime;

use certificate_name::CertificateName;

pub use ask::{
    Answer, AskError, CertificateOutcome, CertificateReport, ControlPlane, InvalidControlPlane, OverHttp, Purpose,
    Verdict, Wanted,
};
pub use cidr::{Cidr, InvalidCidr};
pub use issue::LocalCaError;
pub use meter::Snapshot;
pub use run::{Edge, RunningEdge, StartError};
pub use server_name::{InvalidServerName, ServerName};
pub use settings::EdgeSettings;
