FROM debian:12.8
EXPOSE 8080
HEALTHCHECK CMD ["curl", "--fail", "http://localhost:8080/health"]
USER 10001:10001
ENTRYPOINT ["run"]
CMD exec run --port 80
