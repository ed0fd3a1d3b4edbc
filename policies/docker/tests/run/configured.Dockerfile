FROM debian:12.8
RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/99recommends \
    && apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
