using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreConformance
{
    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task Get_GivesBackTheBytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
        Assert.True(await Store.PutOnceAsync("a/get/log.jsonl", bytes));
        Assert.Equal(bytes, (await Store.GetAsync("a/get/log.jsonl"))!);
    }

    [Fact]
    public async Task Remove_RemovesThatBlobAlone_AndCanBeRepeated()
    {
        await Store.PutOnceAsync("a/remove/one", "one"u8.ToArray());
        await Store.PutOnceAsync("a/remove/other", "other"u8.ToArray());
        var retention = (IBlobRetention)Store;
        for (var i = 0; i < 2; i++)
            Assert.Equal(BlobRemoval.Gone, await retention.RemoveAsync("a/remove/one"));
        Assert.Null(await Store.GetAsync("a/remove/one"));
        Assert.NotNull(await Store.GetAsync("a/remove/other"));
        Assert.NotEqual(BlobHold.Done, await retention.SetHoldAsync("a/remove/one", isHeld: true));
        await Assert.ThrowsAsync<ArgumentException>(() => retention.RemoveAsync("../x"));
    }

    [Fact]
    public async Task Put_KeepsTheFirstBytes_WhenRepeated()
    {
        Assert.True(await Store.PutOnceAsync("a/once", "first"u8.ToArray()));
        Assert.False(await Store.PutOnceAsync("a/once", "second"u8.ToArray()));
        Assert.Equal("first"u8.ToArray(), (await Store.GetAsync("a/once"))!);
    }

    [Fact]
    public async Task Put_LetsExactlyOneWriterWin()
    {
        var writers = Enumerable.Range(0, 16).Select(i => Task.Run(() => Store.PutOnceAsync("a/race", new[] { (byte)i })));
        var won = await Task.WhenAll(writers);
        var winner = Array.IndexOf(won, true);
        Assert.Equal(1, won.Count(one => one));
        Assert.Equal(new[] { (byte)winner }, (await Store.GetAsync("a/race"))!);
    }

    [Fact]
    public async Task Put_TakesAStream_FromWhereItStands_AndOpenReadsFromAnyPlace()
    {
        byte[] bytes = [.. Enumerable.Range(0, 6_000_000).Select(i => (byte)(i * 11))];   // more than one block
        using var content = new MemoryStream(bytes) { Position = 1_000 };
        Assert.True(await Store.PutOnceAsync("a/stream.zip", content));
        content.Position = 0;
        Assert.False(await Store.PutOnceAsync("a/stream.zip", content));
        await using var stored = (await Store.OpenAsync("a/stream.zip"))!;
        Assert.Equal(bytes.Length - 1_000, stored.Length);
        stored.Position = 4_000_000;
        var part = new byte[70_000];
        await stored.ReadExactlyAsync(part);
        Assert.Equal(bytes[4_001_000..4_071_000], part);
        Assert.Equal(bytes[1_000..], (await Store.GetAsync("a/stream.zip"))!);
        Assert.Null(await Store.OpenAsync("a/absent.zip"));
    }

    [Fact]
    public async Task Put_AcceptsNoBytes()
    {
        Assert.True(await Store.PutOnceAsync("a/empty", ReadOnlyMemory<byte>.Empty));
        Assert.Empty((await Store.GetAsync("a/empty"))!);
    }

    [Fact]
    public async Task Get_IsNull_WhenThereIsNone()
    {
        await Store.PutOnceAsync("a/folder/blob", new byte[1]);
        Assert.Null(await Store.GetAsync("a/absent"));
        Assert.Null(await Store.GetAsync("absent/absent"));
        Assert.Null(await Store.GetAsync("a/folder"));
    }

    [Fact]
    public async Task List_GivesNamesInOrder_ThatBeginWithThePrefix()
    {
        foreach (var name in (string[])["list/t1/b", "list/t1/a", "list/t10/c", "list/t2/d"])
            await Store.PutOnceAsync(name, new byte[1]);
        Assert.Equal(["list/t1/a", "list/t1/b"], await Names("list/t1/"));
        Assert.Equal(["list/t1/a", "list/t1/b", "list/t10/c"], await Names("list/t1"));
        Assert.Empty(await Names("list/t3"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/.hidden")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public async Task AnyUse_Throws_WhenTheNameIsNone(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutOnceAsync(name, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(name));
    }

    private async Task<List<string>> Names(string prefix)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListAsync(prefix))
            names.Add(name);
        return names;
    }
}
