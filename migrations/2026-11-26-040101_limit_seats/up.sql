ALTER TABLE courses
    ADD COLUMN seats integer,
    ADD CONSTRAINT courses_seats_in_range CHECK (seats BETWEEN 1 AND 100000),
    ADD CONSTRAINT courses_seats_suffice CHECK (enrolled_count <= seats);
CREATE TRIGGER courses_set_updated_at_by_seats BEFORE UPDATE OF seats ON courses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
COMMENT ON COLUMN courses.seats IS 'The most people who can take it at once; null for any number. enrolled_count is counted in the transaction of the enrolment, so courses_seats_suffice refuses the one too many however many come at once.';
