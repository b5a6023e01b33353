-- When a phone accepted the code of a session whose link is not announced yet: links that had expired by then have no
-- part in it.
ALTER TABLE sessions ADD COLUMN scanned_at BIGINT;
UPDATE sessions SET scanned_at = updated_at WHERE announced = 0 AND phone_number IS NOT NULL;
