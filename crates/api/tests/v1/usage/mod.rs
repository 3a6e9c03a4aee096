mod get;
mod history;
