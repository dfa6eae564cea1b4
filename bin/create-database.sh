#!/bin/sh
# Run once by the PostgreSQL image when its volume is empty: the site's role owns its database and is no superuser.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE xiaohao LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE xiaohao OWNER xiaohao TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
SQL
