using System.Net;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Tenancy;

public sealed class FirstStartTests
{
    [Fact]
    public async Task Start_ShowsTwoKeysOnce_AndStoresOnlyTheirHashes()
    {
        string key, operators, data;
        await using (var first = await RunningService.StartAsync())
        {
            key = Assert.Single(first.Shown.Keys);
            operators = Assert.Single(first.Shown.OperatorKeys);
            data = first.Data;
            using var client = first.Client(key);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/v1/none")).StatusCode);
        }

        await using var second = await RunningService.StartAsync(data);
        Assert.Empty(second.Shown.Keys);
        Assert.Empty(second.Shown.OperatorKeys);
        using var again = second.Client(key);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync("/v1/none")).StatusCode);
        var files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.False(Contains(file, key[^32..]) || Contains(file, operators[^32..]), file));
    }

    [Fact]
    public async Task Start_MakesAnotherOperatorKey_WhenItIsAskedTo()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:NewOperatorKey", "true"]);
        Assert.Equal(2, service.Shown.OperatorKeys.Distinct(StringComparer.Ordinal).Count());
        foreach (var key in service.Shown.OperatorKeys)
        {
            using var client = service.Client(key);
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/v1/keys")).Status);
        }
    }

    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }
}
