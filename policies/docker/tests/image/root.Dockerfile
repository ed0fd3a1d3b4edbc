FROM debian:12.8 AS build
USER nobody

# finding: image-runs-as-root
# finding: image-without-healthcheck
FROM debian:12.8
# finding: image-exposes-ssh
EXPOSE 22/tcp
# finding: image-started-by-shell
CMD run --port 80
