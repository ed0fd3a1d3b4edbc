ARG BASE
# unknown: image-runs-as-root
# finding: image-without-healthcheck
FROM $BASE
ARG PORT
# unknown: image-exposes-ssh
EXPOSE $PORT
