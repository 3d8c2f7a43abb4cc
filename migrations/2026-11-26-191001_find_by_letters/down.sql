DROP FUNCTION letters_asked(text), letters(text);
