//! `nameplate openapi`.

use super::{Failure, output};

pub(super) fn run() -> Result<(), Failure> {
    output::line(nameplate_api::openapi_yaml().trim_end());
    Ok(())
}
