using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Content;

/// <summary>Where a clinical statement comes from.</summary>
/// <param name="Id">Stable id used by content files.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Version">Edition or number.</param>
/// <param name="Date">Date of that version, as far as known.</param>
/// <param name="Verified">False when what is encoded from it still awaits a specialist's check.</param>
public sealed record ClinicalSource(string Id, string Publisher, string Title, string Version, string Date, bool Verified);

/// <summary>All sources, by id.</summary>
public sealed class SourceLibrary
{
    private readonly ImmutableDictionary<string, ClinicalSource> byId;

    private SourceLibrary(IEnumerable<ClinicalSource> sources) => byId = sources.ToImmutableDictionary(source => source.Id, StringComparer.Ordinal);

    /// <summary>The sources, in ordinal order of id.</summary>
    public IEnumerable<ClinicalSource> All => byId.Values.OrderBy(source => source.Id, StringComparer.Ordinal);

    /// <summary>Reads the list that all environments share and, when named, the file of sources that only one environment uses.</summary>
    public static SourceLibrary Load(string? own = null) =>
        new(own is null ? ReadFile("sources.yaml") : [.. ReadFile("sources.yaml"), .. ReadFile(own)]);

    /// <summary>The source called <paramref name="id"/>, or null.</summary>
    public ClinicalSource? Find(string id) => byId.GetValueOrDefault(id);

    private static ClinicalSource[] ReadFile(string path)
    {
        var file = ContentFiles.Open(path);
        var sources = file.Maps("sources").Select(Read).ToArray();
        file.Close();
        return sources;
    }

    private static ClinicalSource Read(YamlMap map)
    {
        var source = new ClinicalSource(
            map.Text("id"), map.Text("publisher"), map.Text("title"), map.Text("version"), map.Text("date"), map.Flag("verified"));
        map.Close();
        return source;
    }
}
