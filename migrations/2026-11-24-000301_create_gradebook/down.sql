DROP TABLE grade_changes, grades, grade_items, grade_categories;
DROP FUNCTION refuse_to_change_history(), log_grade_change(), revise_grade();
DROP TYPE grade_item_kind;
