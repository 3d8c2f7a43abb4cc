//! A person's browser, as far as HTTP goes: it keeps cookies, says where its requests come from, and follows no redirect
//! by itself, so that a test sees each answer.

use std::fmt;

use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart;
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, StatusCode};

use super::html::{Document, Form};

/// What a form sends.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// Whoever sits behind it: see `TestApp::student` and its like.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Where the program listens.
    address: String,
    /// Where the pages seem to come from.
    origin: String,
}

impl Client {
    pub(super) fn new(address: &str, origin: &str) -> Client {
        lectern::app::choose_cryptography();
        let accept = HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8");
        let http = reqwest::Client::builder()
            .default_headers(HeaderMap::from_iter([(ACCEPT, accept)]))
            .cookie_store(true)
            .redirect(Policy::none())
            .build()
            .expect("a client");
        Client {
            http,
            address: address.to_owned(),
            origin: origin.to_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A list from its first page to its last.
    pub async fn pages(&self, first: &str) -> Vec<Document> {
        let (mut path, mut pages) = (Some(first.to_owned()), Vec::new());
        while let Some(at) = path {
            let answer = self.get(&at).await;
            assert_eq!(answer.status(), 200, "{at}");
            let page = answer.html();
            path = page.attributes("a[rel='next']", "href").into_iter().next();
            pages.push(page);
        }
        pages
    }

    /// Sends a form as a page of the site does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(fields))
            .await
    }

    /// The same as htmx does it, expecting a fragment.
    pub async fn post_htmx(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("HX-Request", "true");
        self.send(request.form(fields)).await
    }

    /// Sends a form with files.
    pub async fn upload(&self, path: &str, form: multipart::Form) -> Answer {
        self.send(self.request(Method::POST, path).multipart(form))
            .await
    }

    /// Sends a form that was found in a page, with what was filled in.
    pub async fn submit(&self, form: &Form) -> Answer {
        let fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.post(&form.action, &fields).await
    }

    /// Follows an answer to the page it leads to.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        assert_eq!(answer.status(), 303, "{answer:?} leads somewhere");
        self.get(answer.location()).await
    }

    /// A request to be changed before it is [sent](Client::send). One that changes something says where it comes from.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_safe = method == Method::GET || method == Method::HEAD;
        let request = self.http.request(method, format!("{}{path}", self.address));
        if is_safe {
            request
        } else {
            request
                .header("Origin", &self.origin)
                .header("Sec-Fetch-Site", "same-origin")
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.execute(request.build().expect("a request")).await
    }

    /// Sends a request that was changed by hand.
    pub async fn execute(&self, request: reqwest::Request) -> Answer {
        let response = self.http.execute(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let path = response.url().path().to_owned();
        let body = response.bytes().await.expect("a whole body").to_vec();
        Answer {
            path,
            status,
            headers,
            body,
        }
    }
}

/// A whole answer.
#[derive(Clone)]
pub struct Answer {
    path: String,
    status: StatusCode,
    headers: HeaderMap<HeaderValue>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The value of a header, or nothing if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn headers(&self, name: &str) -> Vec<&str> {
        let name: HeaderName = name.parse().expect("a header's name");
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect()
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// Status, headers and body, as far as they are text.
    pub fn everything(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| {
            format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))
        });
        let headers: String = headers.collect();
        let body = String::from_utf8_lossy(&self.body);
        format!("{}\n{headers}\n{body}", self.status)
    }

    pub fn html(&self) -> Document {
        Document::parse(&self.text())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        let words: Vec<&str> = body.split_whitespace().collect();
        let start: String = words.join(" ").chars().take(1500).collect();
        write!(f, "{} from {}: {start}", self.status, self.path)
    }
}
