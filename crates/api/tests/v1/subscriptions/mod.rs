mod change;
mod get;
