using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Telemetry;

/// <summary>The dashboard and the alert rules speak of metrics that there are.</summary>
public sealed partial class MonitoringFilesTests
{
    private static readonly string Folder = Path.Combine(RootAbove(AppContext.BaseDirectory), "infra", "monitoring");

    [Fact]
    public async Task EveryExpression_NamesMetricsThatAServiceTells()
    {
        await using var service = await RunningService.StartAsync();
        using var client = service.Client(service.Shown.Keys.Single());
        await client.FinishAsync(await client.CreateAsync());
        await client.ReadAsync("/v1/episodes/none");
        var told = new HashSet<string>(StringComparer.Ordinal) { "up" };   // Prometheus' own
        for (var clock = Stopwatch.StartNew(); !told.Contains("clinicalrl_silos") && clock.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(100))
            told.UnionWith(Sample().Matches(await client.GetStringAsync("/metrics")).Select(match => match.Groups["name"].Value));

        var expressions = Expressions().ToList();
        Assert.True(expressions.Count > 25);
        var asked = expressions.SelectMany(expression => Metric().Matches(Quoted().Replace(expression, "")).Select(match => match.Value)).Distinct().ToList();
        Assert.True(asked.Count > 20, string.Join(", ", asked));
        Assert.Empty(asked.Except(told));

        var azure = Regex.Matches(File.ReadAllText(Path.Combine(Folder, "..", "modules", "monitoring.bicep")), @"clinicalrl\.[a-z.]+", RegexOptions.None, TimeSpan.FromSeconds(2)).Select(match => match.Value.Replace('.', '_')).Distinct().ToList();
        Assert.Equal(4, azure.Count);
        Assert.All(azure, name => Assert.Contains(told, one => one.StartsWith(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("check", "rules", "alerts.yaml")]
    [InlineData("test", "rules", "alerts.test.yaml")]
    public async Task TheRules_AreWhatPrometheusTakes_AndFireWhenTheyShould(params string[] command)
    {
        var start = new ProcessStartInfo("promtool", command) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;
        var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, said);
    }

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return target.GetProperty("expr").GetString()!;
        }

        foreach (Match rule in Rule().Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yaml"))))
            yield return rule.Groups["expression"].Value;
    }

    private static string RootAbove(string folder) =>
        File.Exists(Path.Combine(folder, "ClinicalRl.sln")) ? folder : RootAbove(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds ClinicalRl.sln."));

    [GeneratedRegex(@"^(?<name>[a-z_]+)[{ ]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\b(clinicalrl|http|dotnet|kestrel)_[a-z_]+\b(?!\s*[=!~])|\bup\b", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"""[^""]*""|\bby \([^)]*\)", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s+expr: (?<expression>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Rule();
}
