DROP TABLE review_reports;
DROP TABLE review_votes;
DROP FUNCTION count_review_votes();
DROP TRIGGER reviews_rate_out ON reviews;
DROP TRIGGER reviews_rate_change ON reviews;
DROP TRIGGER reviews_rate_in ON reviews;
DROP FUNCTION rate_courses();
DROP INDEX courses_rated_idx;
ALTER TABLE courses DROP COLUMN rating_score;
ALTER TABLE courses DROP COLUMN rating_sum, DROP COLUMN rating_count;
DROP INDEX reviews_highest_idx, reviews_lowest_idx, reviews_useful_idx;
ALTER TABLE reviews
    DROP COLUMN edited_at,
    DROP COLUMN useful_count,
    DROP COLUMN reply,
    DROP COLUMN replied_at,
    DROP COLUMN replied_by,
    DROP COLUMN hidden_at,
    DROP COLUMN hidden_by,
    DROP COLUMN hidden_reason;
