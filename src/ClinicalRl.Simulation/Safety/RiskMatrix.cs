using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Safety;

/// <summary>How likely a hazard is, after DCB0129's five classes.</summary>
public enum Likelihood
{
    /// <summary>The lowest.</summary>
    VeryLow,

    /// <summary>Above very low.</summary>
    Low,

    /// <summary>In the middle.</summary>
    Medium,

    /// <summary>Below very high.</summary>
    High,

    /// <summary>The highest.</summary>
    VeryHigh,
}

/// <summary>One class of likelihood.</summary>
/// <param name="Likelihood">Which.</param>
/// <param name="Title">Its DCB0129 word.</param>
/// <param name="UpTo">Highest rate of failure, included, that still counts as it; 0 to 1.</param>
/// <param name="RateVerified">False while no specialist has checked the rate.</param>
/// <param name="Levels">Risk for S1 to S5, 1 to 5.</param>
public sealed record LikelihoodClass(Likelihood Likelihood, string Title, double UpTo, bool RateVerified, ImmutableArray<int> Levels);

/// <summary>
/// DCB0129's table of severity by likelihood, read from <c>Content/safety/risk.yaml</c>. The rates that stand for the likelihoods are this
/// product's and not verified.
/// </summary>
public sealed class RiskMatrix
{
    private const string Folder = "safety/";

    private const int Classes = 5;

    private readonly ImmutableArray<string> meanings;

    private readonly ImmutableArray<string> bands;

    private RiskMatrix(YamlMap file, SourceLibrary sources)
    {
        meanings = [.. Five(file, "severities").Select((map, at) => Meaning(map, (Severity)(at + 1), sources))];
        Likelihoods = [.. Five(file, "likelihoods").Select((map, at) => Class(map, (Likelihood)at, sources))];
        bands = [.. Five(file, "bands").Select((map, at) => Band(map, at + 1, sources))];
        file.Close();
        if (!Likelihoods.Zip(Likelihoods.Skip(1)).All(pair => pair.First.UpTo < pair.Second.UpTo) || Likelihoods[^1].UpTo < 1)
            throw file.Fail("the rates must rise to 1");
    }

    /// <summary>The one shipped.</summary>
    public static RiskMatrix Shipped { get; } = new(ContentFiles.Open(Folder + "risk.yaml"), SourceLibrary.Load(Folder));

    /// <summary>The likelihoods, lowest first.</summary>
    public ImmutableArray<LikelihoodClass> Likelihoods { get; }

    /// <summary>The risk, 1 to 5. No harm (S0) counts as minor: the table has no column for it.</summary>
    public int Level(Likelihood likelihood, Severity severity) => Likelihoods[(int)likelihood].Levels[Column(severity)];

    /// <summary>What a risk of 1 to 5 asks for.</summary>
    public string Meaning(int level) => bands[level - 1];

    /// <summary>The harm that a severity stands for.</summary>
    public string Meaning(Severity severity) => meanings[Column(severity)];

    /// <summary>The class of a rate, 0 to 1; a higher number counts as the highest.</summary>
    public LikelihoodClass Of(double rate) => Likelihoods.FirstOrDefault(one => rate <= one.UpTo) ?? Likelihoods[^1];

    private static int Column(Severity severity) => Math.Max((int)severity, 1) - 1;

    private static IReadOnlyList<YamlMap> Five(YamlMap file, string key) =>
        file.Maps(key) is { Count: Classes } maps ? maps : throw file.Fail($"'{key}' must have {Classes} entries");

    private static string Meaning(YamlMap map, Severity severity, SourceLibrary sources)
    {
        if (map.Text("id") != severity.ToString() || !string.Equals(map.Text("title"), severity.Title(), StringComparison.OrdinalIgnoreCase))
            throw map.Fail($"expected {severity} {severity.Title()}");
        return Meaning(map, sources);
    }

    private static string Band(YamlMap map, int level, SourceLibrary sources) =>
        map.Whole("level") == level ? Meaning(map, sources) : throw map.Fail(FormattableString.Invariant($"expected level {level}"));

    private static string Meaning(YamlMap map, SourceLibrary sources)
    {
        Source(map, "source", sources);
        var means = map.Text("means");
        map.Close();
        return means;
    }

    private static LikelihoodClass Class(YamlMap map, Likelihood likelihood, SourceLibrary sources)
    {
        var levels = map.Texts("levels").Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : 0).ToImmutableArray();
        if (levels.Length != Classes || levels.Any(level => level is < 1 or > Classes))
            throw map.Fail("'levels' must be five whole numbers from 1 to 5");
        Source(map, "levels_source", sources);
        var read = new LikelihoodClass(likelihood, map.Text("title"), map.Number("up_to"), Source(map, "rate_source", sources).Verified, levels);
        map.Close();
        return read;
    }

    private static ClinicalSource Source(YamlMap map, string key, SourceLibrary sources) =>
        sources.Find(map.Text(key)) ?? throw map.Fail($"source '{map.Text(key)}' is not in sources.yaml");
}
