DROP TRIGGER courses_set_updated_at_by_seats ON courses;
ALTER TABLE courses DROP COLUMN seats;
