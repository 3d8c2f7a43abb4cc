-- Such a deck was waiting for nothing, and a program that knows no better tries it again as well.
SELECT 1;
