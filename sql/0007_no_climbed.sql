-- How often an alarm climbed is kept in the table alarm; nobody wrote this column any more.
ALTER TABLE report DROP COLUMN climbed;
