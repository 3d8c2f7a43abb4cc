//! The sandbox's notices: written by it, sent by a job, read by the webhook.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SIGNATURE, Sandbox};
use crate::error::{AppError, Result};
use crate::jobs::Job;
use crate::orders::gateways::{About, News, Notice};
use crate::state::App;
use crate::text;

/// What a notice says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    pub event: Uuid,
    pub reference: Uuid,
    /// In minor units; none says that paying failed.
    pub paid: Option<i64>,
    pub currency: String,
}

/// Sends a notice to the webhook of this program.
#[derive(Serialize, Deserialize)]
pub struct SendSandboxNotice {
    pub(super) body: Body,
    /// Where this program listens.
    pub(super) address: String,
}

impl Job for SendSandboxNotice {
    const NAME: &'static str = "orders.sandbox_notice";
    const TIMEOUT: Duration = Duration::from_secs(30);

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let body = serde_json::to_vec(&self.body)?;
        let signature = Sandbox::of(app).sign(&body);
        let request = app
            .http
            .post(format!("http://{}/payments/sandbox/webhook", self.address));
        request
            .header(SIGNATURE, signature)
            .body(body)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }
}

/// # Errors
/// `Invalid` for what is no notice.
pub fn read(body: &[u8]) -> Result<Notice> {
    let body: Body = serde_json::from_slice(body)
        .map_err(|_| AppError::invalid("", text!("orders-notice-unreadable")))?;
    Ok(Notice {
        event: body.event.to_string(),
        about: About::Reference(body.reference),
        news: match body.paid {
            Some(amount) => News::Paid {
                amount,
                currency: body.currency,
                capture: Some(body.reference.to_string()),
            },
            None => News::Failed,
        },
    })
}
