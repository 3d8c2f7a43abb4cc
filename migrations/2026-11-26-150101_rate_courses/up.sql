ALTER TABLE reviews
    ADD COLUMN edited_at     timestamptz,
    ADD COLUMN useful_count  integer NOT NULL DEFAULT 0 CHECK (useful_count >= 0),
    ADD COLUMN reply         text NOT NULL DEFAULT '' CHECK (char_length(reply) <= 4000),
    ADD COLUMN replied_at    timestamptz,
    ADD COLUMN replied_by    bigint REFERENCES users ON DELETE SET NULL,
    ADD COLUMN hidden_at     timestamptz,
    ADD COLUMN hidden_by     bigint REFERENCES users ON DELETE SET NULL,
    ADD COLUMN hidden_reason text NOT NULL DEFAULT '' CHECK (char_length(hidden_reason) <= 500),
    ADD CONSTRAINT reviews_reply_has_a_time CHECK ((reply <> '') = (replied_at IS NOT NULL)),
    ADD CONSTRAINT reviews_hidden_with_a_reason CHECK ((hidden_reason <> '') = (hidden_at IS NOT NULL));

CREATE INDEX reviews_highest_idx ON reviews (course_id, rating DESC, id DESC);
CREATE INDEX reviews_lowest_idx ON reviews (course_id, rating, id DESC);
CREATE INDEX reviews_useful_idx ON reviews (course_id, useful_count DESC, id DESC);
CREATE INDEX reviews_hidden_idx ON reviews (id DESC) WHERE hidden_at IS NOT NULL;
CREATE INDEX reviews_replied_by_idx ON reviews (replied_by) WHERE replied_by IS NOT NULL;
CREATE INDEX reviews_hidden_by_idx ON reviews (hidden_by) WHERE hidden_by IS NOT NULL;

COMMENT ON COLUMN reviews.edited_at IS 'When its author changed it last; updated_at also moves with replies and votes.';
COMMENT ON COLUMN reviews.useful_count IS 'Kept by a trigger on review_votes.';
COMMENT ON COLUMN reviews.reply IS 'What the course answers: one reply, editable; empty for none.';
COMMENT ON COLUMN reviews.hidden_reason IS 'Shown to the author and the staff of the course. A hidden review counts nowhere.';

CREATE TABLE review_votes (
    review_id  bigint NOT NULL REFERENCES reviews ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (review_id, user_id)
);

CREATE INDEX review_votes_user_idx ON review_votes (user_id);

COMMENT ON TABLE review_votes IS 'Who found which review useful.';

CREATE TABLE review_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id   bigint NOT NULL REFERENCES reviews ON DELETE CASCADE,
    reporter_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    reason      text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    created_at  timestamptz NOT NULL DEFAULT now(),
    settled_at  timestamptz,
    settled_by  bigint REFERENCES users ON DELETE SET NULL,
    CONSTRAINT review_reports_once UNIQUE (review_id, reporter_id)
);

CREATE INDEX review_reports_open_idx ON review_reports (id DESC) WHERE settled_at IS NULL;
CREATE INDEX review_reports_reporter_idx ON review_reports (reporter_id);
CREATE INDEX review_reports_settled_by_idx ON review_reports (settled_by) WHERE settled_by IS NOT NULL;

COMMENT ON TABLE review_reports IS 'What people ask a moderator to look at; one report per person and review.';

-- Thousandths of a star. Five reviews of 3.5 stars are taken as given, so that one voice makes no best course; a course
-- without a review comes last.
ALTER TABLE courses
    ADD COLUMN rating_count integer NOT NULL DEFAULT 0 CHECK (rating_count >= 0),
    ADD COLUMN rating_sum   bigint NOT NULL DEFAULT 0 CHECK (rating_sum BETWEEN rating_count AND 5 * rating_count);
ALTER TABLE courses
    ADD COLUMN rating_score integer NOT NULL GENERATED ALWAYS AS (
        (CASE WHEN rating_count = 0 THEN 0 ELSE (17500 + 1000 * rating_sum) / (5 + rating_count) END)::integer
    ) STORED;

UPDATE courses SET rating_count = given.count, rating_sum = given.sum
FROM (SELECT course_id, count(*) AS count, sum(rating) AS sum FROM reviews GROUP BY course_id) AS given
WHERE courses.id = given.course_id;

CREATE INDEX courses_rated_idx ON courses (rating_score DESC, id DESC) WHERE status = 'published';

COMMENT ON COLUMN courses.rating_count IS 'Reviews that are not hidden. Kept by triggers on reviews; it does not touch updated_at.';
COMMENT ON COLUMN courses.rating_sum IS 'The stars of those reviews together.';
COMMENT ON COLUMN courses.rating_score IS 'The Bayesian mean in thousandths of a star; 0 without a review.';

-- By statement, and by difference under the course's row lock, so that reviews written at the same moment all count.
CREATE FUNCTION rate_courses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE courses SET rating_count = rating_count + changed.count, rating_sum = rating_sum + changed.sum
        FROM (
            SELECT course_id, count(*)::integer AS count, sum(rating) AS sum
            FROM new_rows WHERE hidden_at IS NULL GROUP BY course_id
        ) AS changed
        WHERE courses.id = changed.course_id;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE courses SET rating_count = rating_count - changed.count, rating_sum = rating_sum - changed.sum
        FROM (
            SELECT course_id, count(*)::integer AS count, sum(rating) AS sum
            FROM old_rows WHERE hidden_at IS NULL GROUP BY course_id
        ) AS changed
        WHERE courses.id = changed.course_id;
    ELSE
        UPDATE courses SET rating_count = rating_count + changed.count, rating_sum = rating_sum + changed.sum
        FROM (
            SELECT course_id, sum(one)::integer AS count, sum(rating) AS sum
            FROM (
                SELECT course_id, 1 AS one, rating FROM new_rows WHERE hidden_at IS NULL
                UNION ALL
                SELECT course_id, -1, -rating FROM old_rows WHERE hidden_at IS NULL
            ) AS both_rows
            GROUP BY course_id HAVING sum(one) <> 0 OR sum(rating) <> 0
        ) AS changed
        WHERE courses.id = changed.course_id;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER reviews_rate_in AFTER INSERT ON reviews
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rate_courses();
CREATE TRIGGER reviews_rate_change AFTER UPDATE ON reviews
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rate_courses();
CREATE TRIGGER reviews_rate_out AFTER DELETE ON reviews
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rate_courses();

CREATE FUNCTION count_review_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reviews SET useful_count = useful_count + changed.by
    FROM (
        SELECT review_id, (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END * count(*))::integer AS by
        FROM changed_rows GROUP BY review_id
    ) AS changed
    WHERE reviews.id = changed.review_id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER review_votes_count_in AFTER INSERT ON review_votes
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_review_votes();
CREATE TRIGGER review_votes_count_out AFTER DELETE ON review_votes
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_review_votes();
