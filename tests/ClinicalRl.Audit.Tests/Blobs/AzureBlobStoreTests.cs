using Azure.Storage.Blobs;
using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

public sealed class AzureBlobStoreTests(Azurite azurite) : BlobStoreConformance, IClassFixture<Azurite>, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    protected override IBlobStore Store => new AzureBlobStore(container);

    public async ValueTask InitializeAsync()
    {
        container = azurite.Service.GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_Throws_WhenTheContainerIsMissing()
    {
        var nowhere = new AzureBlobStore(azurite.Service.GetBlobContainerClient("nowhere"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => nowhere.GetAsync("a"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => nowhere.PutOnceAsync("a", new byte[1]));
    }
}
