CREATE INDEX orders_amount_idx ON orders (amount, id);
CREATE INDEX orders_by_status_idx ON orders (status, id);
CREATE INDEX courses_title_idx ON courses (title, id);
CREATE INDEX courses_learners_idx ON courses (enrolled_count, id);
CREATE INDEX courses_price_idx ON courses (price_minor, id);
CREATE INDEX live_rooms_title_idx ON live_rooms (title, id);
CREATE INDEX live_rooms_begins_idx ON live_rooms (coalesce(started_at, start_time, created_at), id);
