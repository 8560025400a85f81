# The bot for Discord and Slack in a container. The local page listens inside the container only, so use `make run` for it.
FROM python:3.13-slim AS built

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app

# Dependencies change less often than the program, so they are a layer of their own. pip compiles their bytecode.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY content content
# The files never change again, so their bytecode need not be compared with them.
RUN pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q --invalidation-mode unchecked-hash bot adapters
# The look-up of the pack that comes along is worked out here, so that a container has it at once.
RUN NEEDLEWISE_CACHE=/app/cache python -m bot faq --batch /dev/null


FROM python:3.13-slim

RUN useradd --system --uid 10001 --user-group --home-dir /tmp --no-create-home --shell /usr/sbin/nologin needlewise \
    && install --directory --owner needlewise --group needlewise /data
COPY --from=built /opt/venv /opt/venv
COPY --from=built /app /app
RUN chown -R needlewise:needlewise /app/cache

# A setting of the same name in the environment wins over these.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/needlewise.db \
    NEEDLEWISE_CACHE=/app/cache \
    NEEDLEWISE_SLACK_HOST=0.0.0.0
WORKDIR /app
USER 10001:10001
VOLUME /data
# Slack's events, if they come over HTTP.
EXPOSE 3000

# The bot touches a file beside its database at least every 20 seconds; no network is asked.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "healthy"]

# Python is process 1: it ends on SIGTERM within five seconds and has no children to reap.
CMD ["python", "-m", "bot", "run"]
