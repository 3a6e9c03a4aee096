//! Who brings visitors to applications: our own edge, a Kubernetes cluster, or a git repository that a cluster follows.
//!
//! One contract ([`Backend`]): plan, apply all or nothing, observe, take back. What is wanted becomes manifests by a pure function
//! ([`manifests`]), what is to be done by another ([`plan`]); `kubernetes` and `gitops` carry it out.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod contract;
mod edge;
pub mod gitops;
mod grant;
pub mod kubernetes;
mod manifest;
mod manifests;
mod plan;
mod served;
mod terms;

pub use contract::{Backend, FieldOwner, Portion, Receipt, Refusal, Sight, Within};
pub use edge::BuiltInEdge;
pub use grant::{POLICY, grants};
pub use manifest::{Key, Manifest};
pub use manifests::{Wish, manifests, name_of};
pub use plan::{Change, Plan, Standing, plan};
pub use served::{AcmeDnsAccount, Served, Service, Unservable};
pub use terms::{AcmeDns, Certificates, Flavour, Issuer, NamespacePattern, Owner, Terms};
