mod create;
mod list;
mod list_all;
mod revoke;
mod revoke_any;
