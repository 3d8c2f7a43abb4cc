//! The teacher's marks, and what becomes of them.

use super::Studies;
use super::taking::phone;
use crate::assignments::grading::write_rubric;
use crate::support::Browser;

pub(super) async fn the_teacher_marks_what_only_people_can(
    studies: &Studies,
    teacher: &Browser,
    attempt: i64,
) {
    let quiz = studies.app.count("SELECT id AS n FROM quizzes");
    for (place, marks) in [(10, "3.5"), (11, "4.25")] {
        // The next that waits.
        teacher
            .visit(&format!("{}/quizzes/{quiz}/marking", studies.course()))
            .await;
        teacher.arrives(&format!("/attempts/{attempt}$")).await;
        teacher
            .wait_until(&format!("return location.hash == '#question-{place}'"))
            .await;
        teacher.type_into(&format!("#marks-{place}"), marks).await;
        teacher
            .type_into(&format!("#comment-{place}"), "有条理")
            .await;
        teacher.click(&format!("#marking-{place} button")).await;
        teacher
            .wait_until(&format!(
                "return document.querySelector('#marks-{place}')?.defaultValue == '{marks}'"
            ))
            .await;
    }
    let score = format!("SELECT (score * 100)::bigint AS n FROM attempts WHERE id = {attempt}");
    assert_eq!(studies.app.count(&score), 1_927);
    teacher
        .visit(&format!("{}/quizzes/{quiz}/marking", studies.course()))
        .await;
    teacher.arrives(&format!("/quizzes/{quiz}/attempts$")).await;
}

pub(super) async fn the_assignment_is_graded_on_one_screen(studies: &Studies, teacher: &Browser) {
    let base = format!("{}/assignment", studies.lesson(studies.lessons.assignment));
    write_rubric(&studies.app.teacher().await, &base).await;
    teacher
        .visit(&format!("{base}/submissions?filter=ungraded"))
        .await;
    teacher.click("#begin").await;
    teacher.sees("#progress", "0 / 1").await;
    let first = teacher.find("#grading input[type=radio]").await;
    first.send_keys("32").await.expect("keys");
    teacher.sees("#sum", "100 / 100").await;
    teacher.type_into("#comment", "证得漂亮").await;
    teacher.click("#grading button.button--primary").await;
    teacher.sees(".empty__title", "没有了").await;
    let grade = "SELECT g.points::bigint AS n FROM grades g JOIN assignments a ON a.grade_item_id = g.item_id";
    assert_eq!(studies.app.count(grade), 100);
    let item = studies
        .app
        .count("SELECT grade_item_id AS n FROM assignments");
    teacher
        .visit(&format!("{}/gradebook/items/{item}", studies.course()))
        .await;
    teacher.click("form[action$='/posting'] button").await;
    let posted = format!("SELECT count(*) AS n FROM grade_items WHERE id = {item} AND is_posted");
    crate::support::eventually("it is posted", async || studies.app.count(&posted) == 1).await;
}

pub(super) async fn the_learner_sees_marks_and_anybody_the_certificate(studies: &Studies) {
    let phone = phone(studies).await;
    phone
        .visit(&format!(
            "{}/assignment",
            studies.lesson(studies.lessons.assignment)
        ))
        .await;
    phone.sees("#grade", "100").await;
    phone.sees("#feedback #comment", "证得漂亮").await;
    phone.visit("/learning").await;
    phone.fits().await;
    phone.click("#certificates a").await;
    let certificate = phone.arrives("^/certificates/").await;
    phone.fits().await;
    phone.photograph("studies-4-certificate-phone").await;
    phone.leave().await;

    let guest = studies.app.anonymous();
    let page = guest.get(&certificate).await.html();
    assert_eq!(page.text(".certificate__name"), "小红");
    assert_eq!(page.text(".certificate__course"), "射影几何");
    assert!(page.has(".certificate__state .tag--jade"), "it is valid");
    let pdf = guest.get(&format!("{certificate}.pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let text: String = crate::courses::certificates::text_of(&pdf.body)
        .split_whitespace()
        .collect();
    for words in ["小红", "射影几何", "王老师", "结业证书"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let forged = guest.get("/certificates/00000000000000000000000000").await;
    assert_eq!(forged.status(), 404);
}
