//! The database by Postgres' own programs: `pg_dump` of one snapshot, `pg_restore` in one transaction.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use tokio::process::Command;
use url::Url;

use crate::sidecar::postgres::Binaries;

/// Writes the snapshot into a file in Postgres' custom format.
pub async fn dump(binaries: &Binaries, url: &str, snapshot: &str, file: &Path) -> Result<()> {
    let mut command = tool(binaries, "pg_dump", url)?;
    command
        .args([
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-password",
        ])
        .arg(format!("--snapshot={snapshot}"))
        .arg("--file")
        .arg(file);
    run(command, "pg_dump").await
}

/// Fills an empty database, wholly or not at all.
pub async fn restore(binaries: &Binaries, url: &str, file: &Path) -> Result<()> {
    let mut command = tool(binaries, "pg_restore", url)?;
    command
        .args([
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
        ])
        .arg("--no-password")
        .arg(file);
    run(command, "pg_restore").await
}

/// A program of Postgres for this database; a password goes by the environment, as arguments can be seen by everybody.
fn tool(binaries: &Binaries, name: &str, url: &str) -> Result<Command> {
    let path = binaries.folder.join(name);
    if !path.exists() {
        bail!(
            "{} is missing: install PostgreSQL's client programs (Debian, Ubuntu: apt install postgresql-client)",
            path.display()
        );
    }
    let mut command = Command::new(path);
    let (address, password) = without_password(url)?;
    command.arg(format!("--dbname={address}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    Ok(command)
}

fn without_password(url: &str) -> Result<(String, Option<String>)> {
    let mut address = Url::parse(url).context("DATABASE_URL is no address")?;
    let password = address.password().map(|password| {
        percent_encoding::percent_decode_str(password)
            .decode_utf8_lossy()
            .into_owned()
    });
    if password.is_some() {
        // Fails only for an address that can have no password.
        let _ = address.set_password(None);
    }
    Ok((address.to_string(), password))
}

async fn run(mut command: Command, name: &str) -> Result<()> {
    let output = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = output
        .await
        .with_context(|| format!("{name} can't be run"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("{name}: {}", words.trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_kept_out_of_the_arguments() {
        let (address, password) =
            without_password("postgres://me:p%40ss@db.example:5433/site?sslmode=require").unwrap();
        assert_eq!(
            address,
            "postgres://me@db.example:5433/site?sslmode=require"
        );
        assert_eq!(password.as_deref(), Some("p@ss"));
        let socket = "postgresql://lectern@%2Fvar%2Fx/lectern";
        assert_eq!(without_password(socket).unwrap(), (socket.to_owned(), None));
    }
}
