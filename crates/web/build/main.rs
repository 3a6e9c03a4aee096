//! Writes `files.rs`, the list of what was built in `web/`.

mod tree;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let found = tree::find(&web)?;
    let mut cargo = stdout().lock();
    writeln!(cargo, "cargo::rerun-if-changed=build")?;
    for path in &found.watched {
        writeln!(cargo, "cargo::rerun-if-changed={}", path.display())?;
    }
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo sets OUT_DIR")?;
    std::fs::write(out.join("files.rs"), tree::as_code(&found.files)?)?;
    Ok(())
}
