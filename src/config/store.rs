//! Where files are kept.

use anyhow::{Context, bail};
use url::Url;

use super::{parsed, var};

/// `STORAGE_URL` (a folder below the data folder): `s3://bucket/prefix`, any store that speaks S3.
#[derive(Clone, Debug, Default)]
#[expect(clippy::large_enum_variant, reason = "a program has one")]
pub enum Store {
    #[default]
    Folder,
    S3(S3),
}

#[derive(Clone)]
pub struct S3 {
    pub bucket: String,
    /// Below which all keys lie; may be empty.
    pub prefix: String,
    /// `AWS_ENDPOINT_URL` (that of AWS): where a store of one's own answers.
    pub endpoint: Option<Url>,
    /// `AWS_REGION` (us-east-1).
    pub region: String,
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`: who may write there.
    pub access_key: String,
    pub secret_key: String,
}

impl Store {
    pub(super) fn from_env() -> anyhow::Result<Store> {
        let Some(value) = var("STORAGE_URL") else {
            return Ok(Store::Folder);
        };
        let url: Url = value.parse().context("STORAGE_URL is no address")?;
        let Some(bucket) = url.host_str().filter(|_| url.scheme() == "s3") else {
            bail!("STORAGE_URL must be like s3://bucket or s3://bucket/prefix");
        };
        let key = |name: &str| var(name).with_context(|| format!("STORAGE_URL needs {name}"));
        let endpoint = var("AWS_ENDPOINT_URL").map(|value| value.parse());
        Ok(Store::S3(S3 {
            bucket: bucket.to_owned(),
            prefix: url.path().trim_matches('/').to_owned(),
            endpoint: endpoint
                .transpose()
                .context("AWS_ENDPOINT_URL is no address")?,
            region: parsed("AWS_REGION", "us-east-1")?,
            access_key: key("AWS_ACCESS_KEY_ID")?,
            secret_key: key("AWS_SECRET_ACCESS_KEY")?,
        }))
    }
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3")
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
