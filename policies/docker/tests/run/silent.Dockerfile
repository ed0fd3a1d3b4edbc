FROM debian:12.8 AS build
RUN apt-get update && apt-get install --no-install-recommends -y curl

FROM debian:12.8
ENV NODE_TLS_REJECT_UNAUTHORIZED=1 PIP_INDEX_URL=https://pypi.example.com
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update
RUN curl -fsSL https://example.com/a.tar.gz | tar xz
RUN curl -fsSL https://example.com/install | sha256sum --check sums | sh
RUN curl --proto =https -o install https://example.com/install && sha256sum --check sums && sh install
RUN wget -q https://example.com/a && git config --global http.sslVerify true && npm config set strict-ssl true
RUN tar -k -x && pip install -k && yum --setopt=tsflags=nodocs install -y a && git clone https://example.com/a
RUN apk add --no-cache curl && rpm --import key
RUN apt-get update && apt-get install -y --no-install-recommends curl && apt-get dist-clean
