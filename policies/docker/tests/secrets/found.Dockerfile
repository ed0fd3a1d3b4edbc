FROM debian:12.8
# finding: secret-in-image
ENV LEVEL=info DB_PASSWORD=tea-for-2
# finding: secret-in-image
ARG apiKey="3f9c1d0b"
# finding: secret-in-image
ENV EXTRA AKIAQWERTYUIOPASDFGH
# finding: secret-as-build-argument
ARG NPM_TOKEN
