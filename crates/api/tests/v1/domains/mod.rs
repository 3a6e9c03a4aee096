mod check;
mod plan;
