FROM debian:12.8
# finding: apt-leaves-lists
RUN apt-get update && \
    # finding: apt-installs-recommended
    apt-get install -y curl
