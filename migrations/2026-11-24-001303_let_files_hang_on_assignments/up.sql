ALTER TYPE media_container ADD VALUE 'assignment';
