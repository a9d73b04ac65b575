using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Client;

namespace ClinicalRl.Cluster.Tests.Episodes;

/// <summary>Downloads sealed logs, checks them, and takes away what may differ between two runs.</summary>
internal static class Logs
{
    private static readonly TimeSpan SealLimit = TimeSpan.FromMinutes(2);

    /// <summary>Times, ids, and what is made of them: links and signatures.</summary>
    private static readonly string[] TimesAndIds = ["time", "episode", "prev", "key", "keyId", "signature"];

    /// <summary>The log of an ended episode, once it is sealed.</summary>
    public static async Task<byte[]> DownloadAsync(ClinicalRlClient client, string episode)
    {
        for (var clock = Stopwatch.StartNew(); !(await client.Episodes.GetAsync(episode)).Sealed;)
        {
            Assert.True(clock.Elapsed < SealLimit, $"{episode} was not sealed in time.");
            await Task.Delay(50);
        }

        await using var log = await client.Episodes.OpenLogAsync(episode);
        using var bytes = new MemoryStream();
        await log.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public static RunLogReport Verify(byte[] log) => RunLogVerifier.Verify(log, Shipped.Catalogue, Shipped.Rewards);

    /// <summary>Fails unless all is well; the digest of the replay.</summary>
    public static string MustVerify(byte[] log)
    {
        var report = Verify(log);
        Assert.True(report.IsSound, string.Join("; ", report.Findings.Select(finding => $"{finding.Line} {finding.Detail}")) + report.ReplayObstacle);
        return report.ReplayDigest!;
    }

    /// <summary>The log without times and ids: what determinism promises, line by line.</summary>
    public static string Normalise(byte[] log)
    {
        var text = new StringBuilder();
        foreach (var line in Encoding.UTF8.GetString(log).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var record = JsonNode.Parse(line)!.AsObject();
            foreach (var name in TimesAndIds)
                record.Remove(name);
            text.Append(record.ToJsonString(JsonSerializerOptions.Web)).Append('\n');
        }

        return text.ToString();
    }
}
