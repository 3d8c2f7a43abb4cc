//! Addresses of segments that open by themselves, until soon after: for nginx or a CDN in front of it, which ask nobody
//! who may watch.
//!
//! The signature is the one that nginx checks by itself (`secure_link_md5 "$secure_link_expires$uri SECRET"`): the MD5 of
//! the moment it ends, the path and a secret that only both ends know. Whoever may see the playlist gets such addresses;
//! each opens one segment, for two minutes from when that began. All viewers get the same ones, so caches work.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;
use url::Url;

use crate::config::Segments;

/// How long after its beginning a segment can be fetched, in seconds. A playlist is half a minute long, and players are
/// at most a few seconds behind it.
const LIFE_SECONDS: u64 = 120;

/// Makes the addresses, and checks them where this program is what the CDN asks.
#[derive(Clone)]
pub struct Signer {
    base: Url,
    secret: String,
}

/// What an address says beside its path.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Proof {
    pub md5: String,
    /// Unix seconds.
    pub expires: u64,
}

impl Signer {
    /// For segments below this address, whose path ends without a slash.
    pub fn new(base: &Url, secret: &str) -> Signer {
        Signer {
            base: base.clone(),
            secret: secret.to_owned(),
        }
    }

    /// As it is configured.
    pub fn of(segments: &Segments) -> Signer {
        Signer::new(&segments.base, &segments.secret)
    }

    /// The address of a segment of this run; `id` is when it began, in Unix milliseconds.
    pub fn address(&self, token: &str, id: u64) -> String {
        let path = format!("{}/{token}/{id}.ts", self.base.path().trim_end_matches('/'));
        let expires = id / 1000 + LIFE_SECONDS;
        let mut address = self.base.clone();
        address.set_path(&path);
        let signature = self.signature(&path, expires);
        address.set_query(Some(&format!("md5={signature}&expires={expires}")));
        address.into()
    }

    /// Whether this path was signed here and may still be fetched.
    pub fn opens(&self, path: &str, proof: &Proof, now: u64) -> bool {
        let signature = self.signature(path, proof.expires);
        let is_ours: bool = signature.as_bytes().ct_eq(proof.md5.as_bytes()).into();
        is_ours && proof.expires >= now
    }

    fn signature(&self, path: &str, expires: u64) -> String {
        let digest = Md5::digest(format!("{expires}{path} {}", self.secret));
        URL_SAFE_NO_PAD.encode(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: u64 = 1_795_384_250_000;

    fn signer(secret: &str) -> Signer {
        Signer::new(&"https://cdn.example/hls".parse().unwrap(), secret)
    }

    fn parts(address: &str) -> (String, Proof) {
        let url: Url = address.parse().unwrap();
        let proof = serde_urlencoded::from_str(url.query().unwrap()).unwrap();
        (url.path().to_owned(), proof)
    }

    #[test]
    fn an_address_opens_its_own_segment_for_two_minutes() {
        let signer = signer("a secret of both ends");
        let address = signer.address("abc", ID);
        assert!(address.starts_with("https://cdn.example/hls/abc/1795384250000.ts?md5="));
        let (path, proof) = parts(&address);
        assert!(signer.opens(&path, &proof, ID / 1000 + 120));
        assert!(!signer.opens(&path, &proof, ID / 1000 + 121), "it is over");
        assert!(!signer.opens("/hls/abc/1795384251000.ts", &proof, ID / 1000));
        let longer = Proof {
            expires: proof.expires + 1,
            ..proof
        };
        assert!(!signer.opens(&path, &longer, ID / 1000));
    }

    #[test]
    fn another_secret_opens_nothing() {
        let (path, proof) = parts(&signer("one").address("abc", ID));
        assert!(!signer("two").opens(&path, &proof, ID / 1000));
    }
}
