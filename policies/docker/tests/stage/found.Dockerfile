ARG VERSION=latest
# finding: base-image-latest
FROM golang AS build
# finding: added-from-network-unchecked
ADD https://example.com/tool.tar.gz /opt/
# finding: secret-file-copied
COPY .env ./
COPY \
  # finding: secret-file-copied
  deploy/tls.key \
  deploy/nginx.conf /etc/nginx/
# finding: build-uses-sudo
RUN sudo make && \
    # finding: files-writable-by-all
    chmod -R 777 /srv

# finding: base-image-latest
FROM ghcr.io/shop/base:$VERSION
# finding: files-writable-by-all
COPY --from=build --chmod=0777 /srv /srv
# finding: build-uses-sudo
RUN sudo -E
