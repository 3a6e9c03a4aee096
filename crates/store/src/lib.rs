#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod api_keys;
mod applications;
mod ask;
mod backend;
mod certificates;
mod connections;
mod edges;
mod error;
mod events;
mod gauges;
mod idempotency;
mod leases;
mod migrations;
mod page;
mod postgres;
mod reader;
mod row;
mod signals;
mod sql;
mod sqlite;
mod steps;
mod store;
mod tenants;
mod tx;
mod usage;
mod value;

pub use ask::{ASKED_TOGETHER_MAX, AskRow};
pub use connections::ConnectionFilter;
pub use error::{Conflict, DriverError, StoreError};
pub use events::StoredEvent;
pub use gauges::Gauges;
pub use idempotency::{IN_PROGRESS_TIME_MAX, Idempotent, REMEMBERED_FOR};
pub use page::Page;
pub use reader::Reader;
pub use signals::{Signal, Signals, Subscription};
pub use steps::StepValues;
pub use store::{Store, StoreOptions};
pub use tx::Tx;
pub use usage::period_of;
