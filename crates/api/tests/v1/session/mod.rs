mod create;
mod end;
mod get;
mod origins;
