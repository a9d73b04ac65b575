using System.Net;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Tenancy;

public sealed class FirstStartTests
{
    [Fact]
    public async Task Start_ShowsOneKeyOnce_AndStoresOnlyItsHash()
    {
        string key, data;
        await using (var first = await RunningService.StartAsync())
        {
            key = Assert.Single(first.Shown.Keys);
            data = first.Data;
            using var client = first.Client(key);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/v1/none")).StatusCode);
        }

        await using var second = await RunningService.StartAsync(data);
        Assert.Empty(second.Shown.Keys);
        using var again = second.Client(key);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync("/v1/none")).StatusCode);
        var files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.False(Contains(file, key[^32..]), file));
    }

    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }
}
