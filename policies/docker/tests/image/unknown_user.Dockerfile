# finding: image-without-healthcheck
FROM debian:12.8
ARG ACCOUNT
# unknown: image-runs-as-root
USER $ACCOUNT
