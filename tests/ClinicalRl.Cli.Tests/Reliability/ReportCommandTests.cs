using System.Text;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Reliability;

public sealed class ReportCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Report_OfTheDemosRecords_IsTheDemosReport()
    {
        var (records, page, sheets, again) = (In("records.jsonl"), In("demo.html"), In("demo.pdf"), In("again.pdf"));
        using var demo = new CliRun();
        Assert.Equal(ExitCodes.Success, await demo.RunAsync("report", "--demo", "-n", "12", "--resamples", "99", "--records", records, "--html", page, "--pdf", sheets, "--json"));
        Assert.Contains("SIMULATED", demo.Json.GetProperty("notices")[0].GetString(), StringComparison.Ordinal);
        Assert.StartsWith("%PDF-1.", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(sheets, TestContext.Current.CancellationToken))[..7]), StringComparison.Ordinal);
        Assert.Contains("Reward Reliability Report", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var read = new CliRun();
        Assert.Equal(ExitCodes.Success, await read.RunAsync("report", records, records, "--resamples", "99", "--pdf", again, "--json"));
        Assert.Equal(demo.Json.GetRawText(), read.Json.GetRawText());
        Assert.Equal(await File.ReadAllBytesAsync(sheets, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Report_IsRefused_WhenALineIsNoRecord()
    {
        await File.WriteAllTextAsync(In("wrong.jsonl"), "{\"kind\":\"step-liked\"}\n", TestContext.Current.CancellationToken);
        using var wrong = new CliRun();
        Assert.Equal(ExitCodes.Refused, await wrong.RunAsync("report", In("wrong.jsonl")));
        Assert.Contains("wrong.jsonl: line 1:", wrong.Errors.ToString(), StringComparison.Ordinal);
        using var none = new CliRun();
        Assert.Equal(ExitCodes.Refused, await none.RunAsync("report"));
        Assert.Contains("RECORDS", none.Errors.ToString(), StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(folder, name);
}
