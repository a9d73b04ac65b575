using ClinicalRl.Testing.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

/// <summary>One emulator for the tests of a class.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    public Azurite Azurite { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Azurite = await Azurite.StartAsync();

    public ValueTask DisposeAsync() => Azurite.DisposeAsync();
}
