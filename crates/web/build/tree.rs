//! What of `web/` goes into the program, and what has to be watched so that the program keeps up with it.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders of a package's `dist` that are served, by the path they are served at. What else stands there is for npm.
const SERVED: [&str; 4] = ["sdk", "console", "docs", "llms"];
/// Endings of compressed forms, which stand beside what they are of.
const COMPRESSED: [&str; 2] = ["br", "gz"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of their paths.
    pub(crate) files: Vec<Source>,
    /// Files and folders whose change may change `files`.
    pub(crate) watched: Vec<PathBuf>,
}

/// A file that is served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Below the server's root, with `/` between its parts.
    pub(crate) path: String,
    pub(crate) plain: PathBuf,
    pub(crate) brotli: Option<PathBuf>,
    pub(crate) gzip: Option<PathBuf>,
}

/// Looks through the packages in `web`, which need not be there.
///
/// # Errors
/// A folder that cannot be read, two packages with the same file.
pub(crate) fn find(web: &Path) -> io::Result<Found> {
    // Names the packages, so it changes when one is added.
    let mut found = Found { files: vec![], watched: vec![web.join("package.json")] };
    for package in folders(web)?.into_iter().filter(|folder| folder.join("package.json").is_file()) {
        let dist = package.join("dist");
        let served: Vec<_> = SERVED.into_iter().filter(|below| dist.join(below).is_dir()).collect();
        for below in &served {
            collect(&dist.join(below), below, &mut found.files)?;
        }
        // Where there is no such folder yet, the one above is where it will appear.
        match served.is_empty() {
            false => found.watched.extend(served.iter().map(|below| dist.join(below))),
            true => found.watched.extend([dist, package].into_iter().find(|folder| folder.is_dir())),
        }
    }
    found.files.sort_by(|one, other| one.path.cmp(&other.path));
    match found.files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(io::Error::other(format!("two packages of web/ have a file {}", pair[0].path))),
        None => Ok(found),
    }
}

fn folders(parent: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?.collect::<io::Result<Vec<_>>>()?,
    };
    let mut folders: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

fn collect(folder: &Path, below: &str, files: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}/{name}");
        let plain = entry.path();
        if plain.is_dir() {
            collect(&plain, &path, files)?;
        } else if !COMPRESSED.iter().any(|ending| plain.extension().is_some_and(|is| is == *ending)) {
            let [brotli, gzip] = COMPRESSED
                .map(|ending| Some(folder.join(format!("{name}.{ending}"))).filter(|compressed| compressed.is_file()));
            files.push(Source { path, plain, brotli, gzip });
        }
    }
    Ok(())
}

/// The list as Rust.
///
/// # Errors
/// A path that is no UTF-8.
pub(crate) fn as_code(files: &[Source]) -> io::Result<String> {
    let bytes = |path: &Path| {
        let path = path.to_str().ok_or_else(|| io::Error::other(format!("{} is no UTF-8", path.display())))?;
        Ok::<_, io::Error>(format!("include_bytes!({path:?})"))
    };
    let perhaps = |path: &Option<PathBuf>| match path {
        Some(path) => Ok::<_, io::Error>(format!("Some({})", bytes(path)?)),
        None => Ok("None".to_owned()),
    };
    let mut code = String::from(
        "/// Every file, in the order of their paths; none where the web parts were not built.\npub static FILES: &[File] = &[\n",
    );
    for file in files {
        let (plain, brotli, gzip) = (bytes(&file.plain)?, perhaps(&file.brotli)?, perhaps(&file.gzip)?);
        let _ = writeln!(code, "    File {{ path: {:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},", file.path);
    }
    code.push_str("];\n");
    Ok(code)
}
