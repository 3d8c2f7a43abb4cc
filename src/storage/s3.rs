//! A store that speaks S3.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};

use crate::config::S3;

/// Requests wait for the answer, so a store that is away must not keep them for long.
const RETRY_FOR: Duration = Duration::from_secs(5);
const RETRIES: usize = 2;
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// A handle on the bucket; nothing is asked yet.
pub(super) fn open(s3: &S3) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let is_plain = s3
        .endpoint
        .as_ref()
        .is_some_and(|url| url.scheme() == "http");
    let options = ClientOptions::new()
        .with_allow_http(is_plain)
        .with_connect_timeout(CONNECT_WITHIN)
        .with_timeout(ANSWER_WITHIN);
    let retry = RetryConfig {
        max_retries: RETRIES,
        retry_timeout: RETRY_FOR,
        ..RetryConfig::default()
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key)
        .with_secret_access_key(&s3.secret_key)
        .with_client_options(options)
        .with_retry(retry);
    if let Some(endpoint) = &s3.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    let bucket = builder.build()?;
    Ok(match s3.prefix.as_str() {
        "" => Arc::new(bucket),
        prefix => Arc::new(PrefixStore::new(bucket, prefix)),
    })
}
