using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Reports.Bundles;

/// <summary>What a bundle is of, by hash, for programs.</summary>
public static class BundleScope
{
    /// <summary>Name of the file.</summary>
    public const string Name = "scope.json";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = RunLogWriter.Json.Encoder };

    /// <summary>The document, UTF-8.</summary>
    public static byte[] Render(BundleContent content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("notice", BundleContent.Notice);
            writer.WriteString("bundle", content.Bundle);
            writer.WriteString("tenant", content.Tenant);
            writer.WriteString("made", RunLogTime.Write(content.Time));
            writer.WriteString("service", content.Service);
            writer.WriteString("image", content.Image);
            writer.WriteString("selection", content.Coverage.Evidence.Choice.Words);
            writer.WriteStartObject("ledger");
            writer.WriteString("origin", content.Checkpoint.Origin);
            writer.WriteNumber("treeSize", content.Checkpoint.TreeSize);
            writer.WriteString("rootHash", content.Checkpoint.RootHash.ToString());
            writer.WriteEndObject();
            writer.WriteStartArray("keys");
            foreach (var key in content.KeyIds)
                writer.WriteStringValue(key);
            writer.WriteEndArray();
            WriteParts(writer, content);
            writer.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void WriteParts(Utf8JsonWriter writer, BundleContent content)
    {
        writer.WriteStartArray("environments");
        foreach (var environment in content.Environments)
        {
            writer.WriteStartObject();
            writer.WriteString("id", environment.Id);
            writer.WriteString("version", environment.Version);
            writer.WriteString("contentHash", environment.ContentHash);
            writer.WriteNumber("logs", environment.Episodes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rewardFunctions");
        foreach (var function in content.RewardFunctions)
        {
            writer.WriteStartObject();
            writer.WriteString("id", function.Identity.Id);
            writer.WriteString("version", function.Identity.Version);
            writer.WriteString("hash", function.Identity.Hash);
            writer.WriteString("statusRecorded", function.Identity.Status);
            writer.WriteString("statusNow", function.StatusNow);
            writer.WriteNumber("signOffs", function.SignOffs);
            writer.WriteNumber("logs", function.Episodes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("logs");
        foreach (var log in content.Logs)
        {
            writer.WriteStartObject();
            writer.WriteString("episode", log.Entry.Episode);
            writer.WriteNumber("leafIndex", log.Leaf);
            writer.WriteString("sha256", log.Entry.Log.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
