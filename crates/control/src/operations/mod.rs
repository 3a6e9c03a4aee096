//! One file for each thing a person, a worker or an edge can have done.

pub mod acme_dns;
mod apply;
pub mod apply_email;
pub mod apply_records;
pub mod archive_connection;
mod automate;
pub mod check_domain;
pub mod check_records;
pub mod create_api_key;
pub mod create_application;
pub mod create_connection;
pub mod create_tenant;
pub mod domain_connect;
mod hand;
pub mod idempotency;
pub mod look_after_keys;
mod look_at_delegation;
pub mod note_certificate;
pub mod renew_certificate;
mod reserve;
pub mod revoke_api_key;
pub mod set_plan;
pub mod show_usage;
pub mod store_credential;
pub mod suspend_tenant;
pub mod transfer_domain;
pub mod subscribe;
mod take_notice;
pub mod update_application;
pub mod verify_ownership;
mod webhooks;
mod write;

pub(crate) use apply::Findings;
pub use idempotency::Once;
