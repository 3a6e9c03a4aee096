mod accepting;
mod create;
mod origins;
mod reach;
