-- Whether the session reports to WhatsApp that somebody uses it, which silences the phone.
ALTER TABLE sessions ADD COLUMN presence TEXT NOT NULL DEFAULT 'unavailable';
