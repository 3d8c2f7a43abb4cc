//! What Markdown becomes, and what it never becomes.

use super::*;

#[test]
fn ordinary_markdown_is_rendered() {
    let html = full("# 题\n\n**b** ~~d~~ `c`\n\n|a|b|\n|-|-|\n|1|2|\n\n```rust\nfn x() {}\n```");
    assert!(html.as_str().starts_with("<h2>题</h2>"), "{html}");
    for part in [
        "<strong>b</strong>",
        "<del>d</del>",
        "<code>c</code>",
        "<td>1</td>",
        "class=\"language-rust\"",
    ] {
        assert!(html.as_str().contains(part), "{part} in {html}");
    }
    assert_eq!(chat("a\nb").as_str(), "<p>a<br>\nb</p>\n");
    assert_eq!(chat("# a").as_str(), "<p>a</p>\n");
    assert_eq!(plain("# a\n\n*b*\nc `d`"), "a b c d");
    assert_eq!(plain("讲**行列式**的[展开](/x)"), "讲行列式的展开");
}

#[test]
fn html_in_the_source_is_text() {
    for source in [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<form action=/logout><button>x</button></form>",
        "<div hx-post=/logout hx-trigger=load id=main style='position:fixed'>x</div>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<iframe src=/login></iframe>",
    ] {
        for html in [full(source), chat(source)] {
            let elements: Vec<&str> = html
                .as_str()
                .match_indices('<')
                .map(|(at, _)| &html.as_str()[at..])
                .collect();
            assert!(
                elements
                    .iter()
                    .all(|element| element.starts_with("<p>") || element.starts_with("</p>")),
                "{source} became {html}"
            );
        }
    }
}

#[test]
fn links_lead_to_the_web_or_to_this_site() {
    for bad in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x](&#x6a;avascript:alert(1))",
        "[x](vbscript:x)",
        "[x](relative)",
        "<javascript:alert(1)>",
    ] {
        assert!(
            !full(bad).as_str().contains("href"),
            "{bad} became {}",
            full(bad)
        );
    }
    assert_eq!(
        chat("[x](https://example.org/a?b=c)").as_str(),
        "<p><a href=\"https://example.org/a?b=c\" rel=\"nofollow noopener\">x</a></p>\n"
    );
    // An encoded backslash is no slash to anybody.
    assert!(chat("[x](/\\evil)").as_str().contains("href=\"/%5Cevil\""));
    assert!(
        full("[x](/courses/1)")
            .as_str()
            .contains("href=\"/courses/1\"")
    );
}

#[test]
fn pictures_come_from_this_site() {
    for bad in [
        "![x](https://evil.example/p.png)",
        "![x](//evil.example/p.png)",
        "![x](/logout)",
        "![x](/media/../logout)",
    ] {
        assert!(
            !full(bad).as_str().contains("src"),
            "{bad} became {}",
            full(bad)
        );
    }
    assert!(
        full("![x](/media/1/x.png)")
            .as_str()
            .contains("src=\"/media/1/x.png\"")
    );
    assert!(!chat("![x](/media/1/x.png)").as_str().contains("<img"));
}

#[test]
fn deep_nesting_is_flattened() {
    let html = full(&"> ".repeat(5_000));
    assert!(html.as_str().matches("<blockquote>").count() <= DEEPEST);
    let html = full(&format!(
        "{}x{}",
        "*a _b ".repeat(2_000),
        "_*".repeat(2_000)
    ));
    assert!(
        html.as_str().matches("<em>").count() <= 2 * DEEPEST,
        "{}",
        html.as_str().matches("<em>").count()
    );
}

#[test]
fn code_is_coloured_in_every_language_that_is_taught() {
    for (language, code, piece) in [
        ("rust", "fn main() {} // x", "hl-keyword\">fn"),
        ("python", "def f():\n    return \"x\"", "hl-string\">\"x\""),
        ("c", "int main(void) { return 0; }", "hl-number\">0"),
        ("c++", "class A { int x = 1; };", "hl-keyword\">class"),
        ("java", "public class A { }", "hl-keyword\">public"),
        ("js", "const a = `x`;", "hl-keyword\">const"),
        ("typescript", "const a: number = 1;", "hl-number\">1"),
        ("go", "func main() { }", "hl-keyword\">func"),
        ("sql", "SELECT 1 -- x", "hl-comment\">-- x"),
        ("bash", "echo \"x\" # c", "hl-comment\"># c"),
        ("html", "<p class=\"x\">y</p>", "hl-keyword\">p"),
        ("css", "a { color: red; }", "hl-keyword\">a"),
        ("json", "{\"a\": 1}", "hl-number\">1"),
        ("yaml", "a: 1 # c", "hl-comment\"># c"),
        ("toml", "a = 1 # c", "hl-comment\"># c"),
        ("diff", "+a\n-b", "hl-deleted\">-b"),
    ] {
        let html = full(&format!("```{language}\n{code}\n```"));
        assert!(html.as_str().contains(piece), "{language}: {html}");
    }
}

#[test]
fn code_keeps_every_character_and_is_never_markup() {
    let code = "let a = \"<b>&amp;\"; // </code></pre><script>alert(1)</script>\n\tx";
    for language in ["rust", "", "no-such", "html", "x\"onload=\"y"] {
        let html = full(&format!("```{language}\n{code}\n```"));
        assert!(!html.as_str().contains("<script") && !html.as_str().contains("onload=\""));
        let page = scraper::Html::parse_fragment(html.as_str());
        let words: String = page.root_element().text().collect();
        assert_eq!(words.trim_end(), code, "{language}");
    }
    let wide = "a".repeat(3_000);
    for endless in [wide.as_str(), &"fn f() {}\n".repeat(8_000)] {
        let html = full(&format!("```rust\n{endless}\n```"));
        assert!(!html.as_str().contains("<span"), "too much to colour");
    }
}

#[test]
fn a_formula_is_the_tex_that_was_typed() {
    assert_eq!(
        full("设 $a_1 < b$，则").as_str(),
        "<p>设 <code class=\"math\">a_1 &lt; b</code>，则</p>\n"
    );
    assert_eq!(
        full("$$\n\\int_0^1 x\n$$").as_str(),
        "<p><code class=\"math math--block\">\\int_0^1 x</code></p>\n"
    );
    assert_eq!(plain("由 $x^2$ 得"), "由 x^2 得");
    assert!(!full("`$a$` 与\n\n    $b$").as_str().contains("math"));
    assert_eq!(
        chat("设 $a<b$").as_str(),
        "<p>设 <code class=\"math\">a&lt;b</code></p>\n"
    );
    assert!(!chat("从 $20 到 $30").as_str().contains("math"));
    assert_eq!(spoken("$@a$ 与 @b").trim(), "与 @b");
}

#[test]
fn who_is_called_is_set_apart_and_nobody_else() {
    let call = |name, id| Call {
        name,
        id,
        is_own: id == 2,
    };
    let calls = [call("张三", 1), call("张三丰", 2), call("Ann", 3)];
    let html = |source: &str| chat_with_calls(source, &calls).as_str().to_owned();
    assert_eq!(
        html("问 ＠张三丰，@ann。"),
        "<p>问 <span class=\"call call--own\" data-user=\"2\">＠张三丰</span>，<span class=\"call\" data-user=\"3\">@ann</span>。</p>\n"
    );
    for source in ["`@张三`", "@anna", "x@ann", "@李四", "$@ann$", "    @ann"] {
        assert!(!html(source).contains("call"), "{source}");
    }
    let forged = html("<span class=\"call\" data-user=\"9\">@x</span>");
    assert!(!forged.contains("<span"), "{forged}");
}

#[test]
fn links_are_found_however_they_are_written() {
    assert_eq!(
        links("[a](https&#58;//evil.example) <http://b.example> `[c](/d)`"),
        ["https://evil.example", "http://b.example"]
    );
}

#[test]
fn prices_are_no_formulas() {
    for prices in [
        "从 $20 到 $30",
        "从$20到$30，或$5",
        "$20,000 and $30,000",
        "只要 \\$5 和 \\$6",
        "a $ b $ c",
        "US$5",
        "$1$2$3$4$5",
    ] {
        let html = full(prices);
        assert!(!html.as_str().contains("math"), "{prices} became {html}");
        assert!(!html.as_str().contains('\\'), "{html}");
    }
    let html = full("从$5到**仅需**$10，而 $x$ 是数");
    assert!(html.as_str().contains("<strong>仅需</strong>$10"));
    assert!(html.as_str().contains("<code class=\"math\">x</code>"));
    let started = std::time::Instant::now();
    full(&"$1".repeat(20_000));
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn a_table_scrolls_in_itself_and_keeps_its_columns_aligned() {
    let html = full("|a|b|\n|:-:|-:|\n|1|<table>|");
    assert!(
        html.as_str()
            .starts_with("<div class=\"table-scroll\" tabindex=\"0\"><table>")
    );
    assert!(
        html.as_str()
            .contains("<th class=\"center\">a</th><th class=\"right\">b</th>")
    );
    assert_eq!(html.as_str().matches("<table>").count(), 1);
    assert!(!html.as_str().contains("style"));
}
