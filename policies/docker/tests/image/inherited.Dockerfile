FROM debian:12.8 AS base
USER 10001
HEALTHCHECK CMD ["run", "--check"]

FROM base
CMD ["run"]
