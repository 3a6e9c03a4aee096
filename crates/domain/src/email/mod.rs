//! Mail at a domain: the records a mailbox provider needs, and whether they are published.
//!
//! [`generate()`] turns an [`EmailRequest`] into MX, SPF, DMARC and DKIM records and writes nothing. A domain has one
//! SPF record (RFC 7208, 3.2), so the provider's part is merged into what is there already ([`spf::merge`]), and
//! [`split_for_apply`] keeps the one at the apex away from whoever writes records: replacing it is the owner's
//! decision. [`judge_published`] says afterwards what is in place.
//!
//! To add a mailbox provider: a file with its table beside `zoho.rs`, a variant in `provider.rs`, a line in the table
//! test.

mod dkim;
mod dmarc;
mod generate;
mod google_workspace;
mod microsoft365;
mod provider;
mod published;
mod request;
pub mod spf;
mod tags;
mod zoho;

pub use dmarc::{DmarcPolicy, DmarcRecord, UnknownDmarcPolicy};
pub use generate::{EmailRecords, TTL_S, generate, split_for_apply};
pub use provider::{MailboxProvider, UnknownMailboxProvider};
pub use published::{EmailFinding, EmailStatus, judge_published, questions};
pub use request::{EmailFieldError, EmailFields, EmailRequest};
