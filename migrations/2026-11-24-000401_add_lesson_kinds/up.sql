-- Each value can be used once this transaction has committed; nothing here uses them.
ALTER TYPE lesson_kind ADD VALUE 'quiz';
ALTER TYPE lesson_kind ADD VALUE 'assignment';
ALTER TYPE lesson_kind ADD VALUE 'replay';
