using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicalRl.Cluster.Tests.Processes;

namespace ClinicalRl.Cluster.Tests.Monitoring;

/// <summary>
/// A real Prometheus that scrapes every second and follows the shipped alert rules, in which minutes are taken for seconds: what is waited for is that a fault
/// is seen, and how long it must last is tested by <c>promtool</c>.
/// </summary>
internal sealed partial class Prometheus : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly HttpClient http;

    private Prometheus(Process process, string rules, int port)
    {
        (this.process, folder) = (process, rules);
        http = new HttpClient { BaseAddress = ServiceProcess.Address(port), Timeout = TimeSpan.FromSeconds(10) };
    }

    public static async Task<Prometheus> StartAsync(params Uri[] services)
    {
        var files = Directory.CreateTempSubdirectory("clinicalrl-prometheus-").FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "rules.yml"), Hasten(await File.ReadAllTextAsync(RulesFile())));
        await File.WriteAllTextAsync(Path.Combine(files, "prometheus.yml"),
            $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: clinicalrl
                static_configs: [{ targets: [{{string.Join(", ", services.Select(service => $"'{service.Authority}'"))}}] }]
            """);
        var port = ServiceProcess.FreePort();
        var start = new ProcessStartInfo("prometheus",
        [
            "--config.file=prometheus.yml", "--storage.tsdb.path=data", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=error",
        ]) { UseShellExecute = false, WorkingDirectory = files };
        return new Prometheus(Process.Start(start)!, files, port);
    }

    /// <summary>Waits until alerts say what is asked: names of those that fire.</summary>
    public async Task UntilAsync(string what, Func<IReadOnlySet<string>, bool> firing)
    {
        IReadOnlySet<string> now = new HashSet<string>(StringComparer.Ordinal);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(90); await Task.Delay(200))
        {
            now = await FiringAsync() ?? now;
            if (firing(now))
                return;
        }

        Assert.Fail($"{what}: firing are {string.Join(", ", now.DefaultIfEmpty("none"))}.");
    }

    /// <summary>Waits until a query has this one value.</summary>
    public async Task UntilAsync(string query, double value)
    {
        for (var clock = Stopwatch.StartNew(); await ValueAsync(query) != value; await Task.Delay(200))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(90), $"{query} did not become {value}.");
    }

    /// <summary>The one value of a query, or NaN.</summary>
    public async Task<double> ValueAsync(string query)
    {
        var result = (await AskAsync("/api/v1/query?query=" + Uri.EscapeDataString(query)))?.GetProperty("result");
        return result is { } rows && rows.GetArrayLength() > 0 ? double.Parse(rows[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) : double.NaN;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Hasten(string rules) => Minutes().Replace(rules, "${before}${number}s").Replace("> 300", "> 5", StringComparison.Ordinal);

    private static string RulesFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "infra", "monitoring", "alerts.yaml"));

    private async Task<IReadOnlySet<string>?> FiringAsync() => (await AskAsync("/api/v1/alerts"))?.GetProperty("alerts").EnumerateArray()
        .Where(alert => alert.GetProperty("state").GetString() == "firing").Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!).ToHashSet(StringComparer.Ordinal);

    private async Task<JsonElement?> AskAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode ? JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("data") : null;
        }
        catch (Exception early) when (early is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<before>for: |\[)(?<number>\d+)m", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Minutes();
}
