mod applications;
mod certificates;
mod connections;
mod domains;
mod keys;
mod providers;
