mod archive;
mod check_records;
mod create;
mod get;
mod list;
mod verify;
