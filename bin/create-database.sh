#!/bin/sh
# Run once by the PostgreSQL image when its volume is empty. One role owns the database and changes its tables; the site signs in
# as the other, which gets its rights from `manage.py grantrights` and can therefore neither change nor empty what only grows.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner_password="$DATABASE_OWNER_PASSWORD" --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE xiaohao_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE xiaohao LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE xiaohao OWNER xiaohao_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE xiaohao FROM PUBLIC;
GRANT CONNECT ON DATABASE xiaohao TO xiaohao;
SQL
