FROM debian:12.8
# finding: download-piped-to-shell
RUN curl -fsSL https://example.com/install | sudo -E bash -
# finding: download-piped-to-shell
RUN sh -c "$(wget -qO- https://example.com/install)"
# finding: download-piped-to-shell
RUN bash <(curl -s https://example.com/install) --yes
