//! What the program is built from (row K5): nothing older than what is known to be mended, nothing that may not be passed on,
//! and nothing with a hole that nobody has closed. What has been found since these lines were written is told by `bin/audit`,
//! which asks the list of advisories.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The first version of each in which what was found is mended, and what that was.
const FLOORS: [(&str, [u64; 3], &str); 25] = [
    ("actix-http", [3, 12, 1], "request smuggling"),
    (
        "actix-multipart",
        [0, 8, 2],
        "panic, unbounded buffer, hang",
    ),
    (
        "actix-files",
        [0, 7, 3],
        "served inline by the file's ending",
    ),
    (
        "ammonia",
        [4, 1, 4],
        "RUSTSEC-2025-0071, RUSTSEC-2026-0193, RUSTSEC-2026-0213",
    ),
    ("diesel", [2, 3, 10], "injection by COPY, RUSTSEC-2026-0172"),
    ("bcrypt", [0, 19, 2], "panic in verify"),
    ("lettre", [0, 11, 22], "headers"),
    ("h2", [0, 4, 16], "resets without end"),
    ("rustls", [0, 23, 18], "RUSTSEC-2024-0399"),
    ("ring", [0, 17, 12], "RUSTSEC-2025-0009"),
    ("tokio", [1, 43, 1], "RUSTSEC-2025-0023"),
    ("crossbeam-channel", [0, 5, 15], "RUSTSEC-2025-0024"),
    ("idna", [1, 0, 0], "RUSTSEC-2024-0421"),
    (
        "tracing-subscriber",
        [0, 3, 20],
        "RUSTSEC-2025-0055, words that steer a terminal",
    ),
    ("anyhow", [1, 0, 103], "RUSTSEC-2026-0190"),
    ("bytes", [1, 11, 1], "RUSTSEC-2026-0007"),
    ("cmov", [0, 4, 4], "RUSTSEC-2026-0003"),
    ("crossbeam-epoch", [0, 9, 20], "RUSTSEC-2026-0204"),
    ("event-listener", [5, 4, 2], "RUSTSEC-2026-0221"),
    ("object_store", [0, 10, 2], "RUSTSEC-2024-0358"),
    (
        "quick-xml",
        [0, 41, 0],
        "RUSTSEC-2026-0194, RUSTSEC-2026-0195",
    ),
    (
        "rustls-webpki",
        [0, 103, 13],
        "RUSTSEC-2026-0049, -0098, -0099, -0104",
    ),
    ("slab", [0, 4, 11], "RUSTSEC-2025-0047"),
    ("time", [0, 3, 47], "RUSTSEC-2026-0009"),
    ("zip", [2, 3, 0], "RUSTSEC-2025-0168"),
];

/// What has an advisory that nobody has answered, or is given up.
const REFUSED: [&str; 10] = [
    "rsa",
    "openssl",
    "openssl-sys",
    "actix-governor",
    "serde_yaml",
    "dotenv",
    "instant",
    "paste",
    "atty",
    "rustls-pemfile",
];

/// Whatever may be passed on inside of a program under MIT or Apache-2.0. MPL-2.0 binds its own files alone, which are not
/// changed here.
const LICENCES: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "BSL-1.0",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "MPL-2.0",
];

/// Name and version of each package in the lock file.
fn locked() -> Vec<(String, [u64; 3])> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = fs::read_to_string(lock).expect("the lock file");
    let field = |package: &str, name: &str| {
        let line = package
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name} = \"")));
        line.map(|value| value.trim_end_matches('"').to_owned())
            .unwrap_or_default()
    };
    let packages = lock.split("[[package]]").skip(1);
    packages
        .map(|package| (field(package, "name"), version(&field(package, "version"))))
        .collect()
}

/// What stands behind a hyphen or a plus does not count.
fn version(text: &str) -> [u64; 3] {
    let numbers = text.split(['-', '+']).next().unwrap_or_default().split('.');
    let mut parts = numbers.map(|number| number.parse().expect(text));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// What the floors say of these packages.
fn too_old(packages: &[(String, [u64; 3])]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, version) in packages {
        for (_, floor, why) in FLOORS.iter().filter(|(known, ..)| known == name) {
            if version < floor {
                found.push(format!("{name} {version:?} is older than {floor:?}: {why}"));
            }
        }
        if REFUSED.contains(&name.as_str()) {
            found.push(format!("{name} is refused"));
        }
    }
    found
}

#[test]
fn nothing_is_older_than_what_is_known_to_be_mended() {
    let packages = locked();
    assert!(packages.len() > 300, "{}", packages.len());
    assert_eq!(too_old(&packages), [""; 0]);
    let old = ["actix-http", "rsa"].map(|name| (name.to_owned(), [3, 12, 0]));
    assert_eq!(too_old(&old).len(), 2, "the rule would notice");
}

/// Whether the words of a licence can be met by what is taken: all of what AND joins, one of what OR joins.
fn is_taken(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    let licence = licence.split_whitespace().collect::<Vec<_>>().join(" ");
    outer(&licence, " AND ").into_iter().all(|part| {
        outer(part, " OR ")
            .into_iter()
            .any(|choice| match choice.strip_prefix('(') {
                Some(inner) => is_taken(inner.trim_end_matches(')')),
                None => LICENCES.contains(&choice),
            })
    })
}

/// Parted at the word where it stands outside of parentheses.
fn outer<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && text[at..].starts_with(word) => {
                parts.push(&text[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[test]
fn everything_may_be_passed_on() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = told["packages"].as_array().expect("packages");
    assert!(packages.len() > 300, "{}", packages.len());
    let refused: BTreeSet<String> = packages
        .iter()
        .filter(|package| !is_taken(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    // From a registry, so with the hash that the lock file keeps; nothing by an address that may say something else tomorrow.
    let elsewhere = packages
        .iter()
        .filter_map(|package| package["source"].as_str());
    let elsewhere: Vec<&str> = elsewhere
        .filter(|source| !source.starts_with("registry+"))
        .collect();
    assert_eq!(elsewhere, [""; 0]);
}

#[test]
fn the_rule_of_licences_would_notice_a_breach() {
    for taken in [
        "MIT",
        "MIT OR Apache-2.0",
        "Apache-2.0/MIT",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "Apache-2.0 OR GPL-2.0-only",
    ] {
        assert!(is_taken(taken), "{taken}");
    }
    for refused in [
        "",
        "GPL-3.0-only",
        "AGPL-3.0",
        "MIT AND GPL-3.0-only",
        "(MIT OR Apache-2.0) AND LGPL-2.1",
        "MIT AND (GPL-2.0 OR GPL-3.0)",
    ] {
        assert!(!is_taken(refused), "{refused}");
    }
}
