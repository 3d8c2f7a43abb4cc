//! axe looks at the page of a browser for what keeps people out: contrast, names, landmarks, order.

use serde_json::{Value, json};

use super::Browser;

const AXE: &str = include_str!("../../vendor/axe-core-4.14.1/axe.min.js");

/// WCAG 2.2 at level AA, and what axe recommends beyond it; then the colours again in the other theme. What moves is
/// brought to its end before, and nothing is loaded for it.
const LOOK: &str = r#"
const done = arguments[arguments.length - 1];
const settle = () => document.getAnimations().forEach(shown => { try { shown.finish() } catch { shown.cancel() } });
const look = async only => {
    settle();
    const found = await axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: false });
    const lines = found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(' ')}: ${node.html.slice(0, 200)}: ${node.failureSummary.split('\n')[1]}`));
    // What scrolls under the bar at the foot of a phone is hidden by it for the moment alone.
    return lines.filter(line => !(line.startsWith('target-size') && line.includes('obscured')));
};
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const look_twice = async () => {
    const found = await look({ type: 'tag', values: tags });
    const root = document.documentElement, theme = root.dataset.theme;
    root.dataset.theme = theme == 'dark' ? 'light' : 'dark';
    const other = await look({ type: 'rule', values: ['color-contrast'] });
    root.dataset.theme = theme;
    return [...found, ...other.map(line => `in the other theme: ${line}`)];
};
look_twice().then(done, error => done([`axe fails: ${error}`]));
"#;

impl Browser {
    /// What axe finds in the page as it stands, in both themes; a line each.
    pub async fn barriers(&self) -> Vec<String> {
        let script = format!("{AXE}\n{LOOK}");
        let found = self.page.execute_async(&script, vec![]).await;
        let found: Value = found.expect("axe runs");
        serde_json::from_value(found).expect("lines")
    }

    /// Whether something of the page is wider than the window.
    pub async fn is_too_wide(&self) -> bool {
        self.evaluate("return document.documentElement.scrollWidth > innerWidth")
            .await
            == json!(true)
    }

    /// Nothing of the page is wider than the window, once it has settled.
    pub async fn fits(&self) {
        let narrow = "return document.documentElement.scrollWidth <= innerWidth";
        self.wait_until(narrow).await;
    }
}
