mod applications;
mod connections;
mod domains;
mod keys;
mod providers;
