FROM debian:12.8
# finding: package-unsigned
RUN apt-get install -y --no-install-recommends --allow-unauthenticated a
# finding: package-unsigned
RUN apk add --allow-untrusted a.apk
# finding: package-unsigned
RUN yum install -y --nogpgcheck a
