//! A question of every type: how its form is filled in, how the learner answers it, and what the answer is worth.

use serde_json::json;

use crate::support::Browser;

pub(super) struct Question {
    pub kind: &'static str,
    stem: &'static str,
    points: &'static str,
    /// Fields of the form by their names; `on` ticks a box.
    key: &'static [(&'static str, &'static str)],
    answer: Given,
    /// In hundredths; nothing yet for what a person marks.
    pub marks: Option<i64>,
}

/// What the learner does.
enum Given {
    /// Ticks those with these words.
    Ticks(&'static [&'static str]),
    /// Types these, one into each field.
    Types(&'static [&'static str]),
    /// Chooses in the row with the first words what the second say.
    Picks(&'static [(&'static str, &'static str)]),
    Sends(&'static str),
}

use Given::{Picks, Sends, Ticks, Types};

pub(super) const QUESTIONS: [Question; 11] = [
    Question {
        kind: "single_choice",
        stem: "法国的首都是哪里？",
        points: "2",
        key: &[
            ("text-0", "里昂"),
            ("text-1", "巴黎"),
            ("right-1", "on"),
            ("text-2", "马赛"),
        ],
        answer: Ticks(&["巴黎"]),
        marks: Some(200),
    },
    // A proper subset of the key, by the rule of Chinese examinations: the fixed half.
    Question {
        kind: "multiple_choice",
        stem: "哪些是质数？",
        points: "3",
        key: &[
            ("text-0", "二"),
            ("right-0", "on"),
            ("text-1", "三"),
            ("right-1", "on"),
            ("text-2", "四"),
            ("policy", "exam"),
            ("partial", "50"),
        ],
        answer: Ticks(&["三"]),
        marks: Some(150),
    },
    // 60 % − 25 %.
    Question {
        kind: "indeterminate_choice",
        stem: "哪些说法成立？",
        points: "1",
        key: &[
            ("text-0", "甲说"),
            ("weight-0", "60"),
            ("text-1", "乙说"),
            ("weight-1", "40"),
            ("text-2", "丙说"),
            ("weight-2", "-25"),
            ("policy", "weights"),
        ],
        answer: Ticks(&["甲说", "丙说"]),
        marks: Some(35),
    },
    Question {
        kind: "true_false",
        stem: "两条平行线在射影平面上不相交。",
        points: "1",
        key: &[("truth", "false")],
        answer: Ticks(&["错误"]),
        marks: Some(100),
    },
    // Two of three blanks: 0.666… of a point.
    Question {
        kind: "fill_blank",
        stem: "光的三原色是 ____、____ 和 ____。",
        points: "1",
        key: &[("text-0", "红\n赤"), ("text-1", "绿"), ("text-2", "蓝")],
        answer: Types(&["赤", "绿", "黄"]),
        marks: Some(67),
    },
    Question {
        kind: "short_answer",
        stem: "中国的首都？",
        points: "2",
        key: &[("text-0", "北京*"), ("text-1", "京"), ("weight-1", "50")],
        answer: Types(&["京"]),
        marks: Some(100),
    },
    // The bound is included.
    Question {
        kind: "numeric",
        stem: "圆周率约为多少？",
        points: "1",
        key: &[("text-0", "3.14 ± 0.01")],
        answer: Types(&["3.15"]),
        marks: Some(100),
    },
    Question {
        kind: "matching",
        stem: "把国家与首都连起来。",
        points: "3",
        key: &[
            ("text-0", "法国"),
            ("second-0", "巴黎"),
            ("text-1", "日本"),
            ("second-1", "东京"),
            ("text-2", "意大利"),
            ("second-2", "罗马"),
            ("distractors", "柏林"),
        ],
        answer: Picks(&[("法国", "巴黎"), ("日本", "东京"), ("意大利", "柏林")]),
        marks: Some(200),
    },
    // 秦 唐 or 汉 唐 stand in the right order: two of three.
    Question {
        kind: "ordering",
        stem: "按时间先后排列。",
        points: "3",
        key: &[
            ("text-0", "秦"),
            ("text-1", "汉"),
            ("text-2", "唐"),
            ("order_policy", "subsequence"),
        ],
        answer: Picks(&[("秦", "2"), ("汉", "1"), ("唐", "3")]),
        marks: Some(200),
    },
    Question {
        kind: "essay",
        stem: "谈谈你对无穷远点的理解。",
        points: "5",
        key: &[("guidance", "看论据")],
        answer: Types(&["平行线在那里相交。"]),
        marks: None,
    },
    Question {
        kind: "file",
        stem: "请上传作图。",
        points: "5",
        key: &[],
        answer: Sends("作图.txt"),
        marks: None,
    },
];

impl Question {
    /// Fills in the form of the type, which is open, and saves it.
    pub async fn write(&self, teacher: &Browser) {
        teacher
            .find(&format!(
                "#question-form input[name=type][value={}]",
                self.kind
            ))
            .await;
        self.add_rows(teacher).await;
        teacher.type_into("#stem", self.stem).await;
        teacher.type_into("#points", self.points).await;
        for (name, value) in self.key {
            let field = format!("#question-form [name='{name}']");
            match (*name, *value) {
                (_, "on") => teacher.click(&field).await,
                ("truth", value) => teacher.click(&format!("{field}[value='{value}']")).await,
                ("policy" | "order_policy", value) => teacher.pick(&field, value).await,
                (_, value) => teacher.type_into(&field, value).await,
            }
        }
        teacher.click("#save").await;
    }

    async fn add_rows(&self, teacher: &Browser) {
        let rows = self
            .key
            .iter()
            .filter(|(name, _)| name.starts_with("text-"))
            .count();
        for row in 0..rows {
            if teacher.count(&format!("#text-{row}")).await == 0 {
                teacher.click("#question-form button[value=add]").await;
                teacher.find(&format!("#text-{row}")).await;
            }
        }
    }

    /// Answers it at its place in the attempt, which is open, and waits until the server has it.
    pub async fn answer(&self, learner: &Browser, place: usize) {
        let box_ = format!("#question-{place}");
        match &self.answer {
            Ticks(words) => {
                for words in *words {
                    learner
                        .click_within(&format!("{box_} .option"), words, "input")
                        .await;
                }
            }
            Types(texts) => {
                let fields = format!("{box_} input[type=text], {box_} textarea");
                for (at, text) in texts.iter().enumerate() {
                    learner.type_into_nth(&fields, at, text).await;
                }
            }
            Picks(rows) => {
                for (row, words) in *rows {
                    learner.evaluate(&pick(&box_, row, words)).await;
                }
            }
            Sends(name) => {
                let _file = learner
                    .lay(&format!("#file-{place}"), name, "一幅图".as_bytes())
                    .await;
                learner
                    .click(&format!("button[form=file-form-{place}]"))
                    .await;
                learner.sees(&format!("{box_} .question__file"), name).await;
                return;
            }
        }
        learner
            .sees(&format!("{box_} [data-saved]"), "已保存")
            .await;
    }

    /// Waits until the page shows the answer that was given elsewhere; options may stand in any order.
    pub async fn is_still_there(&self, learner: &Browser, place: usize) {
        let box_ = format!("#question-{place}");
        let (of, wanted) = match &self.answer {
            Ticks(words) => (format!("{box_} .option:has(input:checked)"), json!(words)),
            Types(texts) => (
                format!("{box_} input[type=text], {box_} textarea"),
                json!(texts),
            ),
            Picks(_) | Sends(_) => return,
        };
        learner
            .wait_until(&format!(
                "const shown = [...document.querySelectorAll({of:?})].map(e => (e.value ?? e.textContent).trim());
                 return JSON.stringify(shown.sort()) == JSON.stringify({wanted}.sort())"
            ))
            .await;
    }
}

/// Chooses in the row with these words, as a person does: the page is told.
fn pick(of: &str, row: &str, words: &str) -> String {
    format!(
        "const row = [...document.querySelectorAll({})].find(e => e.querySelector('.prose').textContent.trim() == {});
         const select = row.querySelector('select');
         select.value = [...select.options].find(o => o.textContent.trim() == {}).value;
         select.dispatchEvent(new Event('input', {{ bubbles: true }}));
         select.dispatchEvent(new Event('change', {{ bubbles: true }}))",
        json!(format!("{of} .pair")),
        json!(row),
        json!(words)
    )
}

impl Browser {
    async fn type_into_nth(&self, selector: &str, at: usize, text: &str) {
        self.find(selector).await;
        let fields = self.page.find_all(fantoccini::Locator::Css(selector)).await;
        let field = &fields.expect("the page can be searched")[at];
        field.send_keys(text).await.expect("it can be typed into");
    }
}
