//! What of a folder `web` goes into the program.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "../build/tree.rs"]
mod tree;

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A `web` with one package, and these files in it.
fn web(files: &[&str]) -> TempDir {
    let web = tempfile::tempdir().unwrap();
    for file in ["package.json", "widget/package.json"].iter().chain(files) {
        let path = web.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, *file).unwrap();
    }
    web
}

fn watched(web: &Path) -> Vec<String> {
    let found = tree::find(web).unwrap();
    found.watched.iter().map(|path| path.strip_prefix(web).unwrap().display().to_string()).collect()
}

#[test]
fn what_is_served_is_found_in_order_with_its_compressed_forms() {
    let web = web(&[
        "widget/dist/sdk/v1/connectdomain.js",
        "widget/dist/sdk/v1/connectdomain.js.br",
        "widget/dist/sdk/v1/connectdomain.js.gz",
        "widget/dist/sdk/v1/a.0a1b2c3d.js",
        "widget/dist/npm/index.js",
        "widget/src/loader.ts",
        "node_modules/vite/dist/sdk/v1/none.js",
    ]);
    let files = tree::find(web.path()).unwrap().files;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["sdk/v1/a.0a1b2c3d.js", "sdk/v1/connectdomain.js"]);
    assert_eq!(files[0].brotli, None);
    assert!(files[1].brotli.as_ref().unwrap().ends_with("connectdomain.js.br"));
    assert!(files[1].gzip.as_ref().unwrap().ends_with("connectdomain.js.gz"));
    let code = tree::as_code(&files).unwrap();
    assert!(code.contains("path: \"sdk/v1/a.0a1b2c3d.js\", plain: include_bytes!("), "{code}");
    assert_eq!(code.matches("include_bytes!").count(), 4, "{code}");
}

#[test]
fn what_will_appear_is_watched_where_it_will() {
    let web = web(&["widget/src/loader.ts"]);
    assert!(tree::find(web.path()).unwrap().files.is_empty());
    assert_eq!(watched(web.path()), ["package.json", "widget"]);
    fs::create_dir_all(web.path().join("widget/dist/npm")).unwrap();
    assert_eq!(watched(web.path()), ["package.json", "widget/dist"]);
    fs::create_dir_all(web.path().join("widget/dist/sdk/v1")).unwrap();
    assert_eq!(watched(web.path()), ["package.json", "widget/dist/sdk"]);
}

#[test]
fn the_console_is_served_beside_the_widget() {
    let web = web(&["console/package.json", "console/dist/console/index.html", "console/dist/console/assets/a.js"]);
    let files = tree::find(web.path()).unwrap().files;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["console/assets/a.js", "console/index.html"]);
    assert!(watched(web.path()).contains(&"console/dist/console".to_owned()));
}

#[test]
fn without_web_there_is_nothing_and_no_fault() {
    let nowhere = tempfile::tempdir().unwrap().path().join("web");
    let found = tree::find(&nowhere).unwrap();
    assert!(found.files.is_empty());
    assert_eq!(found.watched, [nowhere.join("package.json")]);
    assert!(tree::as_code(&found.files).unwrap().ends_with("&[\n];\n"));
}

#[test]
fn two_packages_with_the_same_file_are_a_fault() {
    let both = ["widget/dist/sdk/v1/a.js", "console/package.json", "console/dist/sdk/v1/a.js"];
    assert!(tree::find(web(&both).path()).unwrap_err().to_string().contains("sdk/v1/a.js"));
}

#[test]
fn the_program_has_what_was_built() {
    let built = tree::find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web")).unwrap().files;
    let paths: Vec<&str> = built.iter().map(|file| file.path.as_str()).collect();
    let own: Vec<&str> = nameplate_web::FILES.iter().map(|file| file.path).collect();
    assert_eq!(own, paths);
    for (file, source) in nameplate_web::FILES.iter().zip(&built) {
        assert_eq!(file.plain, fs::read(&source.plain).unwrap(), "{}", file.path);
    }
}
