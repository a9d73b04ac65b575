using System.Text.Json;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>How a client wants its episode.</summary>
internal sealed record ResetOptions
{
    /// <summary>Longest episode id of a client, characters.</summary>
    public const int MaxEpisodeIdLength = 255;

    /// <summary>Most names of unknown options that are reported back.</summary>
    public const int MaxIgnored = 16;

    /// <summary>The client's own name for the episode; null has one made.</summary>
    public string? EpisodeId { get; init; }

    /// <summary>Seed, or held-out index; null draws one.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Wire name of the split.</summary>
    public string Split { get; init; } = Simulation.Environments.Split.Train.Word();

    /// <summary>Wire name of the difficulty.</summary>
    public string Difficulty { get; init; } = Simulation.Environments.Difficulty.Standard.Word();

    /// <summary>Id or id@version; null for the environment's default.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Major or full version of the environment; null for the one of the address.</summary>
    public string? EnvironmentVersion { get; init; }

    /// <summary>What <c>reward</c> shall mean.</summary>
    public RewardMode RewardMode { get; init; }

    /// <summary>Continue the unfinished episode of that id.</summary>
    public bool Resume { get; init; }

    /// <summary>End the unfinished episode of that id and begin anew.</summary>
    public bool Restart { get; init; }

    /// <summary>In ordinal order of key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Options that were given and mean nothing here, shortened.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>
    /// Reads them. Unknown options are ignored, as every OpenEnv server does, but remembered. <paramref name="strict"/> is HTTP's
    /// rule that seeds are not negative. A null <c>data</c> stands for none.
    /// </summary>
    public static ResetOptions Read(JsonElement? data, bool strict, out IReadOnlyList<FieldFault> faults)
    {
        var reading = new ResetReading(strict);
        if (data is { } given)
            reading.ReadObject(given, nested: false);
        faults = reading.Fields.Faults;
        return reading.Finish();
    }
}

/// <summary>Reading under way.</summary>
internal sealed class ResetReading(bool strict)
{
    private const int MaxVersionLength = 32;

    private readonly List<string> ignored = [];
    private ResetOptions options = new();
    private ulong? seed;
    private ulong? index;
    private byte[] indexInput = "null"u8.ToArray();
    private byte[] seedInput = "null"u8.ToArray();

    /// <summary>Faults so far.</summary>
    public FieldReader Fields { get; } = new();

    /// <summary>Reads one object of options; an <c>options</c> object inside it, as Gymnasium passes them, counts too.</summary>
    public void ReadObject(JsonElement data, bool nested)
    {
        foreach (var property in data.EnumerateObject())
        {
            var name = property.Name;
            if (name == "options" && !nested && property.Value.ValueKind == JsonValueKind.Object)
                ReadObject(property.Value, nested: true);
            else if (property.Value.ValueKind != JsonValueKind.Null)
                ReadOption(name, property.Value);
        }
    }

    /// <summary>The options; meaningless when there were faults.</summary>
    public ResetOptions Finish()
    {
        var isHeldout = options.Split == Split.Heldout.Word();
        if (isHeldout && seed is not null)
            Fields.Faults.Add(FieldFault.Value("seed", "no seed: a held-out scenario is chosen by \"index\"", seedInput));
        else if (isHeldout && index is null)
            Fields.Faults.Add(FieldFault.Missing("index", "{\"split\":\"heldout\"}"u8.ToArray()));
        else if (seed is not null && index is not null && seed != index)
            Fields.Faults.Add(FieldFault.Value("index", "either seed or index, not two different ones", indexInput));
        if (options is { Resume: true, EpisodeId: null })
            Fields.Faults.Add(FieldFault.Missing("episode_id", "{\"resume\":true}"u8.ToArray()));
        return options with { Seed = seed ?? index, Ignored = ignored };
    }

    private void ReadOption(string name, JsonElement value)
    {
        switch (name)
        {
            case "seed":
                (seed, seedInput) = (Fields.Seed(name, value, negativeAllowed: !strict), WireJson.Quote(value));
                break;
            case "index":
                (index, indexInput) = (Fields.Seed(name, value, negativeAllowed: false), WireJson.Quote(value));
                break;
            case "episode_id":
                options = options with { EpisodeId = NotEmpty(name, value, Fields.Text(name, value, ResetOptions.MaxEpisodeIdLength)) };
                break;
            case "split":
                options = options with { Split = Fields.Word(name, value, ScenarioWords.Splits) ?? options.Split };
                break;
            case "difficulty":
                options = options with { Difficulty = Fields.Word(name, value, ScenarioWords.Difficulties) ?? options.Difficulty };
                break;
            case "reward_function":
                options = options with { RewardFunction = NotEmpty(name, value, Fields.Text(name, value, RequestLimits.ReferenceLength)) };
                break;
            case "environment_version":
                options = options with { EnvironmentVersion = NotEmpty(name, value, Fields.Text(name, value, MaxVersionLength)) };
                break;
            case "reward_mode":
                var word = Fields.Word(name, value, RewardModes.Words);
                options = options with { RewardMode = word is null ? default : (RewardMode)Array.IndexOf(RewardModes.Words, word) };
                break;
            case "resume":
                options = options with { Resume = Fields.Flag(name, value) ?? false };
                break;
            case "restart":
                options = options with { Restart = Fields.Flag(name, value) ?? false };
                break;
            case "labels":
                options = options with { Labels = Labels(value) };
                break;
            default:
                if (ignored.Count < ResetOptions.MaxIgnored)
                    ignored.Add(WireJson.Shorten(name));
                break;
        }
    }

    private string? NotEmpty(string name, JsonElement value, string? text)
    {
        if (text is { Length: 0 })
            Fields.Faults.Add(new FieldFault("string_too_short", "String should have at least 1 character", [name], WireJson.Quote(value)));
        return text is { Length: 0 } ? null : text;
    }

    private List<KeyValuePair<string, string>> Labels(JsonElement value)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var expected = FormattableString.Invariant(
            $"an object of at most {RequestLimits.Labels} texts, keys of 1 to {RequestLimits.LabelKeyLength} and values of at most {RequestLimits.LabelValueLength} characters, none of them NUL");
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > RequestLimits.Labels)
        {
            Fields.Faults.Add(FieldFault.Value("labels", expected, WireJson.Quote(value)));
            return labels;
        }

        foreach (var property in value.EnumerateObject())
        {
            var key = property.Name;
            var text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            if (key.Length is 0 or > RequestLimits.LabelKeyLength || text is null || text.Length > RequestLimits.LabelValueLength
                || key.Contains('\0', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal))
                Fields.Faults.Add(FieldFault.Value(key, expected, WireJson.Quote(property.Value)).Under("labels"));
            else if (labels.TrueForAll(label => label.Key != key))
                labels.Add(new(key, text));
        }

        labels.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return labels;
    }
}
