FROM debian:12.8 AS build
USER app

FROM build
# finding: image-runs-as-root
USER 0:0
HEALTHCHECK NONE
EXPOSE 80 2222
# finding: image-started-by-shell
ENTRYPOINT /usr/bin/run
CMD ["--port", "80"]
