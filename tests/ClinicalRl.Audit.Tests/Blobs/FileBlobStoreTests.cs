using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

public sealed class FileBlobStoreTests : BlobStoreConformance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-blobs-").FullName;

    protected override IBlobStore Store => new FileBlobStore(folder);

    [Fact]
    public async Task Put_LeavesNothingUnfinished()
    {
        await Store.PutOnceAsync("a/b", new byte[10]);
        await Store.PutOnceAsync("a/b", new byte[10]);
        Assert.Equal(["a/b"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
