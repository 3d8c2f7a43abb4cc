DROP INDEX live_rooms_begins_idx;
DROP INDEX live_rooms_title_idx;
DROP INDEX courses_price_idx;
DROP INDEX courses_learners_idx;
DROP INDEX courses_title_idx;
DROP INDEX orders_by_status_idx;
DROP INDEX orders_amount_idx;
