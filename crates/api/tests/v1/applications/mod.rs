mod create;
mod get;
mod list;
mod update;
