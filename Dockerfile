# ClinicalRl in one image: on embedded defaults with a volume, or as one silo of several when it is given a database.
#
#     infra/build-image                                        # builds it with the labels below
#     docker run -p 8080:8080 -v clinicalrl:/data clinicalrl   # the first start shows the keys
#
# Nothing in it runs as root, needs a shell or writes outside /data: run it with --read-only.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/ src/
RUN dotnet publish src/ClinicalRl.Cli -c Release -o /app -p:DebugType=none -p:UseAppHost=false \
    && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CONTENT=unknown
LABEL org.opencontainers.image.title="ClinicalRl" \
      org.opencontainers.image.description="Simulated clinical reinforcement-learning environments. Synthetic; not for the care of patients." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      clinicalrl.content="${CONTENT}"
# Diagnostic sockets would be the only thing written to /tmp.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true
WORKDIR /app
COPY --from=build /app ./
COPY --from=build --chown=1654:1654 /data /data
USER 1654
VOLUME /data
EXPOSE 8080 11111
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "clinicalrl.dll", "probe"]
ENTRYPOINT ["dotnet", "clinicalrl.dll"]
CMD ["serve", "--urls", "http://*:8080", "--data", "/data"]
