using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>The hashes of a proof as JSON: a list of hex texts.</summary>
internal static class ProofPath
{
    /// <summary>Most hashes of a proof; a tree of the greatest size needs fewer.</summary>
    public const int MaxHashes = 64;

    public static void Write(Utf8JsonWriter writer, string name, ImmutableArray<Sha256Digest> path)
    {
        writer.WriteStartArray(name);
        foreach (var hash in path)
            writer.WriteStringValue(hash.ToString());
        writer.WriteEndArray();
    }

    public static ImmutableArray<Sha256Digest> Read(ref LineReader reader, string name)
    {
        reader.Begin(name, JsonTokenType.StartArray);
        var path = ImmutableArray.CreateBuilder<Sha256Digest>();
        while (reader.Item(out var text))
        {
            if (path.Count == MaxHashes || !Sha256Digest.TryParse(text, out var hash))
                throw new RunLogFormatException($"'{name}' must be at most {MaxHashes} texts of 64 lower-case hex digits.");
            path.Add(hash);
        }

        return path.ToImmutable();
    }
}
