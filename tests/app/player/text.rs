//! The text of lessons in a real browser: formulas are drawn within the policy, code is legible in both themes.

use crate::support::{Browser, Person, TestApp};

const TEXT: &str = r#"由 $\vec{a}\cdot\pmb{b}$ 和 $\sqrt{x^2+1}$ 可得；书价从$20到$30。

$$
\boxed{\begin{pmatrix} a & b \\ c & d \end{pmatrix}} \quad \overbrace{x+y}^{n} \quad \oiint \quad \cancel{z}
$$

写错的 $\frac{1}$ 原样留下。

```rust
// 求和
fn sum(list: &[i64]) -> i64 { let name = "x"; list.iter().sum::<i64>() + 1 }
```

| 语言 | 一列很长很长很长很长很长很长的说明文字 | 另一列很长很长很长很长很长很长的说明文字 |
|---|---|---:|
| Rust | `std::collections::HashMap<String,std::collections::BTreeSet<u64>>` | 1 |
"#;

/// How far each colour of code stands out from the ground of its block, the least of them.
const LEAST_CONTRAST: &str = "
    const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    const light = (colour) => {
        pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
        const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const block = document.querySelector('.prose pre');
    const ground = light(getComputedStyle(block).backgroundColor);
    const classes = ['comment', 'string', 'number', 'keyword', 'type', 'function', 'constant', 'name', 'inserted', 'deleted'];
    const contrast = (name) => {
        const piece = Object.assign(document.createElement('span'), { className: `hl-${name}` });
        block.append(piece);
        const [dark, bright] = [light(getComputedStyle(piece).color), ground].sort((a, b) => a - b);
        piece.remove();
        return (bright + 0.05) / (dark + 0.05);
    };
    return Math.min(...classes.map(contrast));";

const LOADED: &str =
    "return performance.getEntriesByType('resource').some(e => e.name.includes('katex'))";

#[tokio::test]
async fn formulas_are_drawn_within_the_policy_and_code_is_legible_in_both_themes() {
    let app = TestApp::start().await;
    let path = app.video_path();
    app.execute(&format!(
        "UPDATE lessons SET body = $md${TEXT}$md$ WHERE id = {}",
        app.cast.lesson
    ));
    let plain = app.student().await.get(&path).await.html();
    assert_eq!(
        plain.texts("code.math").len(),
        4,
        "readable without a script"
    );

    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser
        .visit(&format!(
            "/courses/{}/lessons/{}",
            app.cast.course, app.cast.preview
        ))
        .await;
    assert_eq!(
        browser.evaluate(LOADED).await,
        false,
        "a page without formulas"
    );
    browser.visit(&path).await;
    browser.find(".formula--block .katex-display").await;
    assert_eq!(browser.count(".formula .katex").await, 3);
    browser.sees("code.math--broken", r"\frac{1}").await;
    browser.sees(".prose p", "从$20到$30").await;
    for theme in ["light", "dark"] {
        browser
            .evaluate(&format!(
                "document.documentElement.dataset.theme = '{theme}'"
            ))
            .await;
        let least = browser.evaluate(LEAST_CONTRAST).await.as_f64();
        assert!(
            least.is_some_and(|least| least >= 4.5),
            "{theme}: {least:?}"
        );
        browser.photograph(&format!("text-{theme}")).await;
    }
    browser.resize(360, 740).await;
    browser
        .wait_until("const box = document.querySelector('.table-scroll'); return box.scrollWidth > box.clientWidth && document.documentElement.scrollWidth <= innerWidth")
        .await;
    browser.photograph("text-phone").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());

    // A teacher sees the formula while typing.
    browser.close().await;
    let desk = Browser::open(&app.origin(), 1280, 900).await;
    desk.sign_in(Person::Wang).await;
    desk.visit(&format!("{path}/edit")).await;
    desk.find("#preview .katex").await;
    desk.type_into("#body", r"新的 $\beta$").await;
    desk.sees("#preview .katex-mathml", "β").await;
    assert_eq!(desk.complaints().await, Vec::<String>::new());
    desk.close().await;
    app.finish().await;
}
