mod create;
mod taking;
