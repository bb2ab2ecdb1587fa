# A static binary in an empty image: no shell, no package that can be out of
# date. Time zones are in the binary. Everything that is kept is in /data:
#
#	docker run --read-only -v wijkbot:/data --env-file wijkbot.env wijkbot
#
# The volume must belong to user 65532.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /wijkbot . && mkdir -m 0700 /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /wijkbot /wijkbot
COPY --from=build --chown=65532:65532 /data /data
COPY LICENSE /LICENSE
USER 65532:65532
ENV WIJKBOT_DB=/data/wijkbot.db WIJKBOT_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=15s CMD ["/wijkbot", "healthcheck"]
ENTRYPOINT ["/wijkbot"]
CMD ["serve"]
