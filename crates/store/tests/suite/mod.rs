//! What the store promises, written once; `sqlite.rs` and `postgres.rs` each run all of it.

/// Makes each function a test on an empty database of its own.
macro_rules! both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($lab:ident: $lent:ty) $body:block)*) => {$(
        $(#[doc = $doc])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let Some(lab) = crate::suite::lab::Lab::open().await else { return };
            {
                let $lab: $lent = &lab;
                $body
            }
            lab.close().await;
        }
    )*};
}

pub(crate) mod lab;
pub(crate) mod samples;

mod acme_dns;
mod api_keys;
mod app_domains;
mod applications;
mod ask;
mod audit;
mod batches;
mod certificates;
mod claim;
mod connection_lists;
mod connections;
mod dns_writing;
mod edges;
mod events;
mod everybody;
mod gauges;
mod idempotency;
mod in_service;
mod later_version;
mod leases;
mod members;
pub(crate) mod moving;
mod observations;
mod opening;
mod outbox;
mod paging;
mod platform_keys;
pub(crate) mod quotas;
mod released;
mod routes;
mod routing;
mod sessions;
mod share_links;
mod shelf_buckets;
mod shelf_certificates;
mod shelf_leases;
mod shelf_memory;
mod signals;
mod ssh_keys;
mod statements;
mod steps;
mod suspension;
mod tenant_labels;
mod transactions;
mod txt_answers;
mod upgrade;
mod usage;
mod wanted;
mod webhook_changes;
mod webhook_upkeep;
pub(crate) mod webhooks;
