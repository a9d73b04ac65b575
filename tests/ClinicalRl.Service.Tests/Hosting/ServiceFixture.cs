using ClinicalRl.Service.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ServiceFixture))]

namespace ClinicalRl.Service.Tests.Hosting;

/// <summary>One running service for all tests that do not stop it.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private RunningService? service;

    public RunningService Service => service ?? throw new InvalidOperationException("The service was not started.");

    /// <summary>The development tenant's key.</summary>
    public string Key => Service.Shown.Keys[0];

    /// <summary>A client with the operator's key.</summary>
    public HttpClient Operator() => Service.Client(Service.Shown.OperatorKeys[0]);

    /// <summary>A client with that key.</summary>
    public HttpClient Client() => Service.Client(Key);

    public async ValueTask InitializeAsync() => service = await RunningService.StartAsync();

    public ValueTask DisposeAsync() => service is null ? ValueTask.CompletedTask : service.DisposeAsync();
}
