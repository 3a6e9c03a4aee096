//! The backend that applies to a cluster, against the API server that `make test-kubernetes` starts: schemas, CEL, server-side apply and
//! its conflicts, dry runs and status are Kubernetes' own; `kubectl` looks on. There is no controller, admission policy or access control.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod crash;
mod grants;
mod leases;
mod others;
mod shapes;
mod status;
mod world;
