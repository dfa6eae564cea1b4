# The site as one image; the command decides whether it is the web server, a worker or the beat. See docs/operations.md.

FROM python:3.12-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VAR_DIR=/var/lib/xiaohao STATIC_ROOT=/srv/xiaohao/collected BIND=0.0.0.0:8000

COPY requirements/run.txt /tmp/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement /tmp/run.txt

WORKDIR /srv/xiaohao
COPY . .
# Static files belong to the image. The key is thrown away: no secret is needed, or kept, while building.
RUN python bin/messages.py compile \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=localhost VAR_DIR=/tmp/build \
       python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 --home-dir "$VAR_DIR" --create-home xiaohao

USER xiaohao
VOLUME /var/lib/xiaohao
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["python", "bin/probe.py"]
