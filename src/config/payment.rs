//! Whom people can pay with. Each gateway is set up by its variables alone; half of them refuses to start.

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::RsaKeyPair;
use spki::SubjectPublicKeyInfoRef;
use std::sync::Arc;
use url::Url;

use super::{parsed, var};

#[derive(Clone, Debug)]
pub struct Payment {
    /// `LECTERN_SANDBOX_PAYMENT` (`on` unless `PUBLIC_URL` is https): a gateway without money. Refused with https, as are
    /// the test keys of Stripe and the sandbox of Alipay: they would give courses away (security row P6).
    pub sandbox: bool,
    pub stripe: Option<Stripe>,
    pub alipay: Option<Alipay>,
}

#[derive(Clone)]
pub struct Stripe {
    /// `STRIPE_SECRET_KEY`.
    pub secret_key: String,
    /// `STRIPE_WEBHOOK_SECRET`: what Stripe signs its notices with.
    pub webhook_secret: String,
    /// `STRIPE_API_URL` (https://api.stripe.com).
    pub api_url: Url,
}

#[derive(Clone)]
pub struct Alipay {
    /// `ALIPAY_APP_ID`.
    pub app_id: String,
    /// `ALIPAY_SELLER_ID`: our account (PID), which a notice must name.
    pub seller_id: String,
    /// `ALIPAY_PRIVATE_KEY`: ours, PKCS #8 or PKCS #1, in base 64 or PEM.
    pub private_key: RsaPrivateKey,
    /// `ALIPAY_PUBLIC_KEY`: Alipay's, as its console shows it.
    pub public_key: RsaPublicKey,
    /// `ALIPAY_GATEWAY_URL` (https://openapi.alipay.com/gateway.do).
    pub gateway_url: Url,
}

#[derive(Clone)]
pub struct RsaPrivateKey(Arc<RsaKeyPair>);

impl RsaPrivateKey {
    /// Reads a key as consoles and tools write it.
    ///
    /// # Errors
    /// It is no RSA key of 2,048 bits or more.
    pub fn read(text: &str) -> anyhow::Result<RsaPrivateKey> {
        let der = der(text)?;
        let pair = RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der));
        let pair =
            pair.map_err(|error| anyhow::anyhow!("no RSA private key that can be used: {error}"))?;
        Ok(RsaPrivateKey(Arc::new(pair)))
    }

    pub fn pair(&self) -> &RsaKeyPair {
        &self.0
    }
}

#[derive(Clone)]
pub struct RsaPublicKey(Vec<u8>);

impl RsaPublicKey {
    /// Reads a key as consoles and tools write it.
    ///
    /// # Errors
    /// It is no public key.
    pub fn read(text: &str) -> anyhow::Result<RsaPublicKey> {
        let der = der(text)?;
        let info = SubjectPublicKeyInfoRef::try_from(der.as_slice());
        let info = info.map_err(|error| anyhow::anyhow!("no public key: {error}"))?;
        Ok(RsaPublicKey(info.subject_public_key.raw_bytes().to_vec()))
    }

    /// As PKCS #1 writes it.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

/// The bytes of a key, without the lines of PEM around them.
fn der(text: &str) -> anyhow::Result<Vec<u8>> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("-----"));
    STANDARD
        .decode(lines.collect::<String>())
        .context("a key has to be base 64 or PEM")
}

impl Payment {
    pub(super) fn from_env(is_https: bool) -> anyhow::Result<Payment> {
        let default = if is_https { "off" } else { "on" };
        let sandbox = match var("LECTERN_SANDBOX_PAYMENT").as_deref().unwrap_or(default) {
            "on" if is_https => bail!(
                "LECTERN_SANDBOX_PAYMENT=on gives courses away; a site with https can't have it"
            ),
            "on" => true,
            "off" => false,
            other => bail!("LECTERN_SANDBOX_PAYMENT={other} can't be understood; it is on or off"),
        };
        Ok(Payment {
            sandbox,
            stripe: Stripe::from_env(is_https)?,
            alipay: Alipay::from_env(is_https)?,
        })
    }
}

impl Stripe {
    /// Whether its key is one of real money.
    pub fn is_live(&self) -> bool {
        ["sk_live_", "rk_live_"]
            .iter()
            .any(|start| self.secret_key.starts_with(start))
    }

    fn from_env(is_https: bool) -> anyhow::Result<Option<Stripe>> {
        let Some([secret_key, webhook_secret]) =
            all_of(["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])?
        else {
            return Ok(None);
        };
        let stripe = Stripe {
            secret_key,
            webhook_secret,
            api_url: parsed("STRIPE_API_URL", "https://api.stripe.com")?,
        };
        if !["sk_", "rk_"]
            .iter()
            .any(|start| stripe.secret_key.starts_with(start))
        {
            bail!("STRIPE_SECRET_KEY has to be a secret or restricted key (sk_… or rk_…)");
        }
        if is_https && !stripe.is_live() {
            bail!("STRIPE_SECRET_KEY is a key for tests; a site with https takes real money alone");
        }
        Ok(Some(stripe))
    }
}

impl Alipay {
    /// Whether this is where Alipay has one try things out.
    fn is_sandbox(&self) -> bool {
        let host = self.gateway_url.host_str().unwrap_or_default();
        host.ends_with("alipaydev.com") || host.contains("sandbox")
    }

    fn from_env(is_https: bool) -> anyhow::Result<Option<Alipay>> {
        let names = [
            "ALIPAY_APP_ID",
            "ALIPAY_SELLER_ID",
            "ALIPAY_PRIVATE_KEY",
            "ALIPAY_PUBLIC_KEY",
        ];
        let Some([app_id, seller_id, private_key, public_key]) = all_of(names)? else {
            return Ok(None);
        };
        let alipay = Alipay {
            app_id,
            seller_id,
            private_key: RsaPrivateKey::read(&private_key).context("ALIPAY_PRIVATE_KEY")?,
            public_key: RsaPublicKey::read(&public_key).context("ALIPAY_PUBLIC_KEY")?,
            gateway_url: parsed(
                "ALIPAY_GATEWAY_URL",
                "https://openapi.alipay.com/gateway.do",
            )?,
        };
        if is_https && alipay.is_sandbox() {
            bail!(
                "ALIPAY_GATEWAY_URL is Alipay's sandbox; a site with https takes real money alone"
            );
        }
        Ok(Some(alipay))
    }
}

/// The values of variables that only make sense together; nothing if none is set.
fn all_of<const N: usize>(names: [&str; N]) -> anyhow::Result<Option<[String; N]>> {
    let values = names.map(var);
    if values.iter().all(Option::is_none) {
        return Ok(None);
    }
    if let Some((name, _)) = names.iter().zip(&values).find(|(_, value)| value.is_none()) {
        bail!(
            "{name} is missing; a gateway needs all of {}",
            names.join(", ")
        );
    }
    Ok(Some(values.map(Option::unwrap_or_default)))
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stripe")
            .field("api_url", &self.api_url.as_str())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Alipay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alipay")
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}
