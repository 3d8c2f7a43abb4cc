//! What is vendored is what the README.md beside it says it is, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What browsers get, and what the tests bring along.
const FOLDERS: [&str; 2] = ["static/vendor", "tests/vendor"];

#[test]
fn every_vendored_file_has_the_hash_that_the_list_gives() {
    for folder in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut found = BTreeMap::new();
        for library in fs::read_dir(&folder).unwrap() {
            let library = library.unwrap().path();
            if library.is_dir() {
                walk(&library, &folder, &mut found);
            }
        }
        assert!(!found.is_empty(), "nothing is vendored below {folder:?}");
        assert_eq!(found, listed(&folder));
    }
}

fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, root, found);
        } else {
            found.insert(name(&path, root), hash(&path));
        }
    }
}

/// The lines `    <sha256>  <library>/<file>` of the list.
fn listed(folder: &Path) -> BTreeMap<String, String> {
    let list = fs::read_to_string(folder.join("README.md")).unwrap();
    let lines = list.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect()
}

fn name(file: &Path, root: &Path) -> String {
    let name = file.strip_prefix(root).unwrap();
    name.to_string_lossy().into_owned()
}

fn hash(file: &Path) -> String {
    let digest = Sha256::digest(fs::read(file).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
