-- The address of a proxy may hold a password, so it is sealed. What earlier versions wrote into `proxy` in clear is
-- sealed at the start of the service, and `proxy` stays empty from then on.
ALTER TABLE sessions ADD COLUMN sealed_proxy TEXT;
