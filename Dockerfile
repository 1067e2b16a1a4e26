# Gehoor, slim and without root. Volumes: /gehoor/config, with the school's own templates/ inside it,
# and /gehoor/var. (A volume for config/templates apart would hide the letters in a mounted config.)
FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-pip ca-certificates
WORKDIR /src
# For a mailbox at Microsoft or Google: --build-arg LOCK=requirements-microsoft.lock (or -google).
ARG LOCK=requirements.lock
COPY requirements*.lock pyproject.toml README.md ./
RUN python3 -m venv --without-pip /opt/gehoor \
 && python3 -m pip --python /opt/gehoor/bin/python install --no-cache-dir -r "$LOCK"
COPY bot ./bot
COPY templates ./templates
COPY config ./config
RUN python3 -m pip --python /opt/gehoor/bin/python install --no-cache-dir --no-deps .

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /gehoor --create-home gehoor \
 && install -d -o gehoor -g gehoor /gehoor/config/templates /gehoor/config /gehoor/var
COPY --from=build /opt/gehoor /opt/gehoor
ENV PATH=/opt/gehoor/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    GEHOOR_CONFIG=/gehoor/config
USER gehoor
WORKDIR /gehoor
VOLUME ["/gehoor/config", "/gehoor/var"]

# Reads the heartbeat file only: see docs/operations.md.
HEALTHCHECK --interval=60s --timeout=10s --start-period=90s --retries=3 CMD ["gehoor", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["gehoor"]
CMD ["run"]
