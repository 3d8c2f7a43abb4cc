//! What is vendored is what `static/vendor/README.md` says it is, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/vendor");

#[test]
fn every_vendored_file_has_the_hash_that_the_list_gives() {
    let mut found = BTreeMap::new();
    for library in fs::read_dir(FOLDER).unwrap() {
        let library = library.unwrap().path();
        if library.is_dir() {
            walk(&library, &mut found);
        }
    }
    assert!(!found.is_empty(), "nothing is vendored below {FOLDER}");
    assert_eq!(found, listed());
}

fn walk(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.insert(name(&path), hash(&path));
        }
    }
}

/// The lines `    <sha256>  <library>/<file>` of the list.
fn listed() -> BTreeMap<String, String> {
    let list = fs::read_to_string(format!("{FOLDER}/README.md")).unwrap();
    let lines = list.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect()
}

fn name(file: &Path) -> String {
    let name = file.strip_prefix(FOLDER).unwrap();
    name.to_string_lossy().into_owned()
}

fn hash(file: &Path) -> String {
    let digest = Sha256::digest(fs::read(file).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
