FROM debian:12.8
# finding: download-without-tls-check
ENV NODE_TLS_REJECT_UNAUTHORIZED=0 LEVEL=info
# finding: download-without-tls-check
RUN curl -fsSkL https://example.com/a -o a
# finding: download-without-tls-check
RUN wget --no-check-certificate https://example.com/a
# finding: download-without-tls-check
RUN pip3 install --trusted-host pypi.example.com shop
# finding: download-without-tls-check
RUN npm config set strict-ssl false
# finding: download-without-tls-check
RUN git -c http.sslVerify=false clone https://example.com/a
# finding: download-without-tls-check
RUN git config --global http.sslVerify false
# finding: download-without-tls-check
RUN apt-get -o Acquire::https::Verify-Peer=false download a
# finding: download-without-tls-check
RUN yum --setopt=sslverify=false makecache
