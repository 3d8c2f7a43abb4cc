CREATE TYPE course_level AS ENUM ('beginner', 'intermediate', 'advanced');
CREATE TYPE course_language AS ENUM ('zh', 'en');
CREATE TYPE course_status AS ENUM ('draft', 'published', 'archived');
CREATE TYPE course_role AS ENUM ('owner', 'teacher', 'assistant');
CREATE TYPE lesson_kind AS ENUM ('video', 'document', 'text');

CREATE TABLE categories (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    name_en   text NOT NULL CHECK (char_length(name_en) BETWEEN 1 AND 64),
    parent_id bigint REFERENCES categories ON DELETE RESTRICT,
    "order"   integer NOT NULL DEFAULT 0,
    CHECK (parent_id <> id)
);

CREATE UNIQUE INDEX categories_sibling_name_key ON categories (coalesce(parent_id, 0), lower(name));
CREATE INDEX categories_parent_idx ON categories (parent_id, "order", id);

-- The advisory lock makes two moves that would close a cycle together wait for each other.
CREATE FUNCTION refuse_category_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('categories'));
    IF EXISTS (
        WITH RECURSIVE ancestors AS (
            SELECT id, parent_id FROM categories WHERE id = NEW.parent_id
            UNION
            SELECT c.id, c.parent_id FROM categories c JOIN ancestors a ON c.id = a.parent_id
        )
        SELECT 1 FROM ancestors WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'category % cannot lie below itself', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'categories_no_cycle', TABLE = 'categories';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER categories_no_cycle BEFORE UPDATE OF parent_id ON categories
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION refuse_category_cycle();

COMMENT ON TABLE categories IS 'The tree of subjects. A parent stands for all its descendants; a trigger refuses cycles (constraint categories_no_cycle).';

CREATE TABLE courses (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title          text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    summary        text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 300),
    description    text NOT NULL DEFAULT '' CHECK (char_length(description) <= 50000),
    teacher_id     bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    category_id    bigint NOT NULL REFERENCES categories ON DELETE RESTRICT,
    cover_media_id uuid REFERENCES media ON DELETE SET NULL,
    price_minor    bigint NOT NULL DEFAULT 0 CHECK (price_minor >= 0),
    currency       text NOT NULL DEFAULT 'CNY' CHECK (currency ~ '^[A-Z]{3}$'),
    level          course_level NOT NULL DEFAULT 'beginner',
    language       course_language NOT NULL DEFAULT 'zh',
    status         course_status NOT NULL DEFAULT 'draft',
    search         tsvector NOT NULL DEFAULT '',
    enrolled_count integer NOT NULL DEFAULT 0 CHECK (enrolled_count >= 0),
    published_at   timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CHECK (status <> 'published' OR published_at IS NOT NULL)
);

CREATE INDEX courses_search_idx ON courses USING gin (search);
CREATE INDEX courses_newest_idx ON courses (published_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX courses_popular_idx ON courses (enrolled_count DESC, id DESC) WHERE status = 'published';
CREATE INDEX courses_category_idx ON courses (category_id, published_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX courses_all_of_category_idx ON courses (category_id);
CREATE INDEX courses_teacher_idx ON courses (teacher_id, id DESC);
CREATE INDEX courses_cover_idx ON courses (cover_media_id) WHERE cover_media_id IS NOT NULL;

CREATE TRIGGER courses_set_updated_at
    BEFORE UPDATE OF title, summary, description, teacher_id, category_id, cover_media_id, price_minor, currency,
        level, language, status, published_at ON courses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE courses IS 'Courses. Drafts are seen by their staff alone; published ones by everybody; archived ones by staff and the enrolled.';
COMMENT ON COLUMN courses.teacher_id IS 'The person named as teacher; the same as the owner in course_staff, written in the same transaction.';
COMMENT ON COLUMN courses.price_minor IS 'In minor units of the currency (fen, cents); 0 is free.';
COMMENT ON COLUMN courses.search IS 'Tokens of title, summary, description and lesson titles, written by the program (src/search.rs), because Postgres cannot segment Chinese.';
COMMENT ON COLUMN courses.enrolled_count IS 'Kept by a trigger on enrollments; it does not touch updated_at.';
COMMENT ON COLUMN courses.description IS 'Markdown.';

CREATE TABLE course_staff (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    role       course_role NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (course_id, user_id)
);

CREATE UNIQUE INDEX course_staff_one_owner ON course_staff (course_id) WHERE role = 'owner';
CREATE INDEX course_staff_user_idx ON course_staff (user_id, course_id);

COMMENT ON TABLE course_staff IS 'Who teaches or assists in which course. Rights in a course come from here, never from the role on the platform.';

CREATE TABLE sections (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    title      text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    "order"    integer NOT NULL CHECK ("order" >= 1),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sections_order_key UNIQUE (course_id, "order") DEFERRABLE INITIALLY IMMEDIATE,
    UNIQUE (id, course_id)
);

COMMENT ON TABLE sections IS 'The parts of a course, in order.';
COMMENT ON COLUMN sections."order" IS 'Dense from 1 within the course. Deferrable: one UPDATE may swap two; several need SET CONSTRAINTS sections_order_key DEFERRED.';

CREATE TABLE lessons (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id   bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    section_id  bigint NOT NULL,
    title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    kind        lesson_kind NOT NULL,
    "order"     integer NOT NULL CHECK ("order" >= 1),
    content_url text CHECK (content_url ~ '^(https?://|/([^/\\]|$))' AND char_length(content_url) <= 2000),
    media_id    uuid REFERENCES media ON DELETE RESTRICT,
    body        text NOT NULL DEFAULT '' CHECK (char_length(body) <= 200000),
    duration_ms bigint CHECK (duration_ms > 0),
    is_preview  boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lessons_order_key UNIQUE (course_id, "order") DEFERRABLE INITIALLY IMMEDIATE,
    UNIQUE (id, course_id),
    FOREIGN KEY (section_id, course_id) REFERENCES sections (id, course_id) ON DELETE NO ACTION,
    CONSTRAINT lessons_text_has_no_file CHECK (kind <> 'text' OR (media_id IS NULL AND content_url IS NULL))
);

CREATE INDEX lessons_section_idx ON lessons (section_id, "order");
CREATE INDEX lessons_media_idx ON lessons (media_id) WHERE media_id IS NOT NULL;

CREATE TRIGGER lessons_set_updated_at BEFORE UPDATE ON lessons
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE lessons IS 'What is learnt, in order. The key to sections carries course_id, so a lesson cannot hang under another course''s section.';
COMMENT ON COLUMN lessons."order" IS 'Dense from 1 within the course, sections after one another. Deferrable: one UPDATE may swap two; several need SET CONSTRAINTS lessons_order_key DEFERRED.';
COMMENT ON COLUMN lessons.content_url IS 'Where the content is: the path of the uploaded file (media_id), or an external address.';
COMMENT ON COLUMN lessons.body IS 'Markdown: the text of a text lesson, notes beside a video or document.';
COMMENT ON COLUMN lessons.is_preview IS 'Open to guests, as are its files; nothing else is.';

CREATE TABLE enrollments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id   bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, course_id)
);

CREATE INDEX enrollments_course_idx ON enrollments (course_id, enrolled_at DESC, id DESC);
CREATE INDEX enrollments_user_idx ON enrollments (user_id, enrolled_at DESC, id DESC);

-- By statement, so that enrolling a class of hundreds updates its course once.
CREATE FUNCTION count_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE courses SET enrolled_count = enrolled_count + changed.by
    FROM (
        SELECT course_id, (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END * count(*))::integer AS by
        FROM changed_rows GROUP BY course_id
    ) AS changed
    WHERE courses.id = changed.course_id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER enrollments_count_in AFTER INSERT ON enrollments
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_enrollments();
CREATE TRIGGER enrollments_count_out AFTER DELETE ON enrollments
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_enrollments();

COMMENT ON TABLE enrollments IS 'Who takes which course. Leaving deletes the row, and with it the right to lessons, room, live classes and files; progress stays for a return.';

CREATE TYPE progress_status AS ENUM ('not_started', 'in_progress', 'completed');

CREATE TABLE progress (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id         bigint NOT NULL,
    lesson_id         bigint NOT NULL,
    status            progress_status NOT NULL DEFAULT 'not_started',
    watched           int8multirange NOT NULL DEFAULT '{}',
    position_ms       bigint NOT NULL DEFAULT 0 CHECK (position_ms >= 0),
    last_heartbeat_at timestamptz,
    last_accessed_at  timestamptz NOT NULL DEFAULT now(),
    completed_at      timestamptz,
    UNIQUE (user_id, lesson_id),
    FOREIGN KEY (lesson_id, course_id) REFERENCES lessons (id, course_id) ON DELETE CASCADE,
    CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
    CHECK (watched <@ '{[0,)}'::int8multirange)
);

CREATE INDEX progress_user_course_idx ON progress (user_id, course_id);
CREATE INDEX progress_lesson_idx ON progress (lesson_id, course_id);
CREATE INDEX progress_recent_idx ON progress (user_id, last_accessed_at DESC);

COMMENT ON TABLE progress IS 'How far a learner is with a lesson: one row per learner and lesson.';
COMMENT ON COLUMN progress.watched IS 'The union of watched intervals in milliseconds. A multirange, because `watched + ''{[a,b)}''` is that union, atomic under the row lock: two tabs count once.';
COMMENT ON COLUMN progress.position_ms IS 'Where the player resumes, on any device.';
COMMENT ON COLUMN progress.last_heartbeat_at IS 'By the clock of the database: no more than 2 × the time since then, plus 3 s, may be added.';
