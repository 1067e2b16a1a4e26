# Gehoor, slim and without root. Volumes: /gehoor/config (with templates/ inside) and /gehoor/var.
FROM python:3.13-slim-bookworm AS build

WORKDIR /src
COPY requirements.lock pyproject.toml README.md ./
RUN python3 -m venv /opt/gehoor \
 && /opt/gehoor/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.lock
COPY bot ./bot
COPY templates ./templates
COPY config ./config
RUN /opt/gehoor/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --home-dir /gehoor --create-home gehoor \
 && install -d -o gehoor -g gehoor /gehoor/config /gehoor/config/templates /gehoor/var
COPY --from=build /opt/gehoor /opt/gehoor
ENV PATH=/opt/gehoor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    GEHOOR_CONFIG=/gehoor/config
USER gehoor
WORKDIR /gehoor
VOLUME ["/gehoor/config", "/gehoor/config/templates", "/gehoor/var"]

# Reads the heartbeat file only: see docs/operations.md.
HEALTHCHECK --interval=60s --timeout=10s --start-period=90s --retries=3 CMD ["gehoor", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["gehoor"]
CMD ["run"]
