//! What the commands say, refuse and leave alone.

use super::*;
use crate::support::Database;

/// A site with a mail that waits, a job of the schedule and one of the site's own; and its backup.
fn backed_up(database: &Database, data: &Path) -> std::path::PathBuf {
    for job in [
        "INSERT INTO jobs (name, payload, max_attempts) VALUES ('mail.send', '{\"mail\": 1}', 5)",
        "INSERT INTO jobs (name, payload, max_attempts, unique_key) VALUES ('jobs.prune_finished', '{}', 5, 'recurring')",
        "INSERT INTO jobs (name, payload, max_attempts) VALUES ('storage.delete_objects', '{\"keys\": []}', 5)",
        "INSERT INTO sessions (id_hash, state, expires_at) VALUES (decode(repeat('01', 32), 'hex'), '{}', now() + interval '1 day')",
    ] {
        sql_query(job).execute(&mut database.connect()).expect(job);
    }
    let file = data.join("site.backup");
    succeeds(&lectern(
        &database.url(),
        data,
        &["backup", &file.display().to_string()],
    ));
    file
}

#[test]
fn a_restored_site_signs_everybody_out_and_sends_nothing_twice() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let file = backed_up(&database, data.path());
    let (empty, fresh) = (Database::create_empty(), tempfile::tempdir().unwrap());
    let said = succeeds(&lectern(
        &empty.url(),
        fresh.path(),
        &["restore", &file.display().to_string()],
    ));
    assert!(
        said.contains("1 jobs that send mail or money wait"),
        "{said}"
    );
    let mut conn = empty.connect();
    let jobs = "SELECT name || ' ' || (dead_at IS NOT NULL) AS t FROM jobs ORDER BY name";
    assert_eq!(
        texts(&mut conn, jobs),
        ["mail.send true", "storage.delete_objects false"]
    );
    assert_eq!(texts(&mut conn, "SELECT 'x' AS t FROM sessions"), [""; 0]);
    let secret = |folder: &Path| std::fs::read(folder.join("secret.key")).unwrap();
    assert_eq!(
        secret(fresh.path()),
        secret(data.path()),
        "what was sealed can be opened"
    );
    let listed = succeeds(&lectern(&empty.url(), fresh.path(), &["jobs", "list"]));
    assert!(listed.contains("held back by a restore"), "{listed}");
    let nobody = lectern(&empty.url(), fresh.path(), &["jobs", "retry", "999999"]);
    assert!(!nobody.status.success() && words(&nobody).contains("no failed job"));
    let unsaid = lectern(&empty.url(), fresh.path(), &["jobs", "retry"]);
    assert!(!unsaid.status.success() && words(&unsaid).contains("--all"));
    let retried = succeeds(&lectern(
        &empty.url(),
        fresh.path(),
        &["jobs", "retry", "--job", "mail.send"],
    ));
    assert!(retried.contains("1 jobs"), "{retried}");
    assert!(texts(&mut conn, jobs).contains(&"mail.send false".to_owned()));
}

#[test]
fn the_file_is_a_tar_that_only_its_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let file = backed_up(&database, data.path());
    let listed = Command::new("tar").arg("-tf").arg(&file).output().unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(
        names.lines().collect::<Vec<_>>(),
        ["database.dump", "secret.key", "manifest.json"]
    );
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let left: Vec<_> = std::fs::read_dir(data.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().starts_with("site.backup.")),
        "{left:?}"
    );
}

#[test]
fn a_damaged_or_half_file_is_refused_and_nothing_is_written() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let whole = std::fs::read(backed_up(&database, data.path())).unwrap();
    let (empty, fresh) = (Database::create_empty(), tempfile::tempdir().unwrap());
    let mut flipped = whole.clone();
    flipped[700] ^= 1;
    let half = whole[..whole.len() / 2].to_vec();
    let foreign = b"not a backup at all".repeat(100);
    for (what, content) in [
        ("flipped", flipped),
        ("half", half),
        ("foreign", foreign),
        ("empty", Vec::new()),
    ] {
        let file = data.path().join(what);
        std::fs::write(&file, content).unwrap();
        let refused = lectern(
            &empty.url(),
            fresh.path(),
            &["restore", &file.display().to_string()],
        );
        assert!(!refused.status.success(), "{what}");
        assert_eq!(tables(&mut empty.connect()), 0, "{what}");
    }
}

#[test]
fn a_site_that_is_there_is_not_overwritten() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let file = backed_up(&database, data.path()).display().to_string();
    let fresh = tempfile::tempdir().unwrap();
    let refused = lectern(&database.url(), fresh.path(), &["restore", &file]);
    assert!(
        !refused.status.success() && words(&refused).contains("not empty"),
        "{}",
        words(&refused)
    );
    let empty = Database::create_empty();
    std::fs::create_dir_all(fresh.path().join("storage/media/ab")).unwrap();
    std::fs::write(fresh.path().join("storage/media/ab/x.png"), "x").unwrap();
    let refused = lectern(&empty.url(), fresh.path(), &["restore", &file]);
    assert!(
        !refused.status.success() && words(&refused).contains("files in the store"),
        "{}",
        words(&refused)
    );
    assert_eq!(tables(&mut empty.connect()), 0);
}
