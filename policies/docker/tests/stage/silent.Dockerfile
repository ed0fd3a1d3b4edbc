FROM golang:1.23 AS build
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tar.gz /opt/
ADD https://github.com/shop/tool.git#v1 /src/
ADD package.tar.gz /opt/
COPY .env.example deploy/server-cert.pem keys/archive-signing.key ./
COPY --chmod=755 run /usr/bin/
RUN chmod 1777 /tmp && chmod +x /usr/bin/run

FROM scratch
COPY --from=build /src/id_rsa /id_rsa

FROM build
FROM debian@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
