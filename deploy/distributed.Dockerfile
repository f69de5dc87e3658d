# docker build -f deploy/distributed.Dockerfile -t generalization-distributed .
# One image for silos and workers: deploy/kubernetes/distributed-training.yaml.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish samples/DistributedTraining -c Release -o /application

FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY --from=build /application /application
# Not through a shell, which would keep SIGTERM for itself.
ENTRYPOINT ["dotnet", "/application/DistributedTraining.dll"]
