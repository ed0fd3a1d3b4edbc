ARG VERSION
# unknown: base-image-latest
FROM alpine:$VERSION
ARG WHAT
# unknown: secret-file-copied
COPY $WHAT /srv/
# unknown: added-from-network-unchecked, secret-file-copied
ADD $WHAT /srv/
# unknown: files-writable-by-all
COPY --chmod=$WHAT a /srv/
