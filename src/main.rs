//! The command line: one subcommand per thing that an administrator does.

use clap::{Parser, Subcommand};
use lectern::app::Server;
use lectern::config::Config;
use lectern::doctor;
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
    Serve,
    /// Check every real part, and say in words what to do about what is missing.
    Doctor,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let config = Config::from_env()?;
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&config.log))
        .init();
    match cli.command {
        Command::Serve => serve(config).await,
        Command::Doctor => examine(&config).await,
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let server = Server::start(config).await?;
    println!("Lectern listens on {}", server.app.config.http.public_url);
    stop_signal().await?;
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
