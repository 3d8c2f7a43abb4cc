//! The command line: one subcommand per thing that an administrator does.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use lectern::accounts::{self, NewAdmin};
use lectern::app::{self, Server};
use lectern::config::Config;
use lectern::error::AppError;
use lectern::i18n::Locale;
use lectern::state::App;
use lectern::{backup, chat, demo, doctor, jobs};
use rand::seq::IndexedRandom;
use tracing_subscriber::EnvFilter;

/// Lectern 讲堂: courses, chat rooms and live classes in one program.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site, and run everything it needs that is not configured elsewhere.
    Serve {
        /// Load demo data first, unless it is loaded.
        #[arg(long)]
        demo: bool,
    },
    /// Check every real part, and say in words what to do about what is missing.
    Doctor,
    /// Bring the database up to this version's schema.
    Migrate,
    /// Accounts of administrators.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Write the whole site into one file, while it serves: database, files, secret.
    Backup { file: PathBuf },
    /// Bring the site in a backup back, into an empty database and data folder.
    Restore { file: PathBuf },
    /// What the program does by itself.
    #[command(subcommand)]
    Jobs(jobs::JobsCommand),
    /// Old chat messages in storage.
    #[command(subcommand)]
    Archive(chat::ArchiveCommand),
    /// Demo data: courses, people, conversations, classes.
    #[command(subcommand)]
    Demo(DemoCommand),
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an administrator's account; the password is asked for, or read from standard input.
    Create { username: String, email: String },
}

#[derive(Subcommand)]
enum DemoCommand {
    /// Load demo data and print its accounts.
    Load,
    /// Remove demo data and what people have hung on it.
    Clear,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    app::choose_cryptography();
    let config = Config::from_env()?;
    start_log(&config);
    match cli.command {
        Command::Serve { demo } => serve(config, demo).await,
        Command::Doctor => examine(&config).await,
        Command::Migrate => app::with(config, async |_| Ok(())).await,
        Command::Admin(AdminCommand::Create { username, email }) => {
            let password = read_password()?;
            app::with(config, async |app| {
                create_admin(app, username, email, password).await
            })
            .await
        }
        Command::Backup { file } => {
            app::with(config, async |app| backup::obey_backup(&app, &file).await).await
        }
        Command::Restore { file } => {
            backup::obey_restore(&config, &file, &app::jobs().outward()).await
        }
        Command::Jobs(command) => {
            app::with(config, async |app| jobs::obey(&app, command).await).await
        }
        Command::Archive(command) => {
            app::with(config, async |app| chat::obey_archive(&app, command).await).await
        }
        Command::Demo(DemoCommand::Load) => {
            app::with(config, async |app| load_demo(&app).await).await
        }
        Command::Demo(DemoCommand::Clear) => {
            app::with(config, async |app| clear_demo(&app).await).await
        }
    }
}

/// Lines of JSON for a log collector, plain lines for a person at a terminal.
fn start_log(config: &Config) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&config.log))
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init()
    } else {
        log.json().init()
    }
}

async fn serve(config: Config, with_demo: bool) -> anyhow::Result<()> {
    let server = Server::start(config).await?;
    if with_demo {
        load_demo(&server.app).await?;
    }
    println!("\n  Lectern 讲堂  {}\n", server.app.config.http.public_url);
    stop_signal().await?;
    println!("stopping…");
    server.stop().await
}

async fn examine(config: &Config) -> anyhow::Result<()> {
    if !doctor::examine(config).await {
        std::process::exit(1);
    }
    Ok(())
}

/// Ctrl-C, or what a supervisor sends.
async fn stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

async fn create_admin(
    app: App,
    username: String,
    email: String,
    password: String,
) -> anyhow::Result<()> {
    let cost = app.config.security.bcrypt_cost;
    let admin = NewAdmin {
        username,
        email,
        password,
    };
    let created = app
        .db
        .run(move |conn| {
            let hash = accounts::hash_blocking(&admin.password, cost)?;
            accounts::create_admin(conn, &admin, hash)
        })
        .await;
    match created {
        Ok(_) => println!(
            "The account is made; sign in at {}login",
            app.config.http.public_url
        ),
        Err(AppError::Invalid(errors)) => bail!(errors.all(Locale::En.loader()).join("\n")),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn read_password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("Password (it is shown as you type): ");
    }
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .context("no password on standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn load_demo(app: &App) -> anyhow::Result<()> {
    if app.db.run(demo::is_loaded).await? {
        return Ok(());
    }
    let password = app
        .config
        .security
        .demo_password
        .clone()
        .unwrap_or_else(make_password);
    println!("Making demo data: some short films take half a minute…");
    demo::load(app, &password).await?;
    println!("Demo accounts, all with the password  {password}");
    for (username, about) in demo::ACCOUNTS {
        println!("  {username:<10} {about}");
    }
    Ok(())
}

/// Three groups of letters that are hard to mistake for one another: about 60 bits.
fn make_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let mut group = || -> String {
        (0..4)
            .filter_map(|_| LETTERS.choose(&mut rng))
            .map(|&letter| char::from(letter))
            .collect()
    };
    [group(), group(), group()].join("-")
}

async fn clear_demo(app: &App) -> anyhow::Result<()> {
    let words = if demo::clear(app).await? {
        "Demo data is removed."
    } else {
        "There is no demo data."
    };
    println!("{words}");
    Ok(())
}
