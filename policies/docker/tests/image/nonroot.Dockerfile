# finding: image-without-healthcheck
FROM gcr.io/distroless/static-debian12:nonroot
SHELL ["/bin/bash", "-c"]
CMD run
