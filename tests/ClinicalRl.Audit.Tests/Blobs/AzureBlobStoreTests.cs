using Azure.Storage.Blobs;
using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

public sealed class AzureBlobStoreTests(AzuriteFixture fixture) : BlobStoreConformance, IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    protected override IBlobStore Store => new AzureBlobStore(container);

    public async ValueTask InitializeAsync() => container = await fixture.Azurite.CreateContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_Throws_WhenTheContainerIsMissing()
    {
        var nowhere = new AzureBlobStore(fixture.Azurite.Service.GetBlobContainerClient("nowhere"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => nowhere.GetAsync("a"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => nowhere.PutOnceAsync("a", new byte[1]));
    }

    [Fact]
    public async Task Get_Throws_WhenTheBytesAreNotThoseWritten()
    {
        await Store.PutOnceAsync("a/log", "what was sealed"u8.ToArray());
        var blob = container.GetBlobClient("a/log");
        var metadata = (await blob.GetPropertiesAsync()).Value.Metadata;
        // Past our API, as somebody with the account's key could where no immutability policy stands.
        await blob.UploadAsync(new BinaryData("what was forged"u8.ToArray()), new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = metadata });
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.GetAsync("a/log"));
    }

    [Fact]
    public async Task Hold_IsNotSupported_WhereTheStoreDoesNotKnowIt()
    {
        await Store.PutOnceAsync("a/log", new byte[1]);
        Assert.Equal(BlobHold.NotSupported, await new AzureBlobStore(container).SetHoldAsync("a/log", isHeld: true));
    }

    [Fact]
    public async Task Protection_SaysThatTheContainerIsNotImmutable()
    {
        var protection = await new AzureBlobStore(container).ProtectionAsync();
        Assert.Equal((container.Name, false, false), (protection.Container, protection.IsImmutable, protection.IsPublic));
    }
}
