using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Serving;

public sealed class ServeCommandTests
{
    [Fact]
    public void Arguments_AreThoseOfTheHost()
    {
        Assert.Equal(
            ["--urls=http://127.0.0.1:1", "--ClinicalRl:Data=/tmp/x", "--environment=Development", "--ClinicalRl:Journal=memory"],
            ServeCommand.Arguments("http://127.0.0.1:1", "/tmp/x", "Development", ["--ClinicalRl:Journal=memory"]));
        Assert.Empty(ServeCommand.Arguments(null, null, null, []));
    }

    [Fact]
    public async Task Serve_AnswersUntilItIsStopped_AndSaysWhere()
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;
        using var run = new CliRun();
        using var stop = new CancellationTokenSource();
        try
        {
            var serving = run.RunAsync(stop.Token, "serve", "--urls", "http://127.0.0.1:0", "--data", folder, "--profile", "Development");
            var address = await AddressAsync(run, serving);
            using var http = new HttpClient();
            Assert.True((await http.GetAsync(new Uri(address, "/healthz"))).IsSuccessStatusCode);
            Assert.Contains("/docs", run.Output, StringComparison.Ordinal);
            Assert.Contains(folder, run.Output, StringComparison.Ordinal);
            await stop.CancelAsync();
            await serving.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            await stop.CancelAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Uri> AddressAsync(CliRun run, Task<int> serving)
    {
        const string Words = "Listening on ";
        for (var i = 0; i < 600; i++)
        {
            Assert.False(serving.IsCompleted, run.Errors);
            if (run.Output.Split('\n').FirstOrDefault(line => line.StartsWith(Words, StringComparison.Ordinal)) is { } line && run.Output.Contains("Stop with", StringComparison.Ordinal))
                return new Uri(line[Words.Length..].Trim());
            await Task.Delay(50);
        }

        throw new TimeoutException("The service did not say where it listens.");
    }
}
