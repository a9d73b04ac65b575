using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Hosting;

/// <summary>Settings of the grains, from configuration section <c>ClinicalRl</c>.</summary>
public sealed class GrainsOptions
{
    /// <summary>Folder of journal, grain storage, keys and blobs; created when missing.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>
    /// PostgreSQL connection string of the database that holds journal, ledgers, grain storage and cluster membership; <c>Data</c> then holds keys
    /// and blobs alone and is shared by all silos. Null for one process with SQLite.
    /// </summary>
    public string? Database { get; set; }

    /// <summary><c>sqlite</c>, or <c>memory</c> which forgets everything when the process ends (for benchmarks only).</summary>
    public string Journal { get; set; } = "sqlite";

    /// <summary>Version of the service, recorded in every log.</summary>
    public string ServiceVersion { get; set; } = typeof(GrainsOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Digest of the container image, recorded in every log; empty outside one.</summary>
    public string Image { get; set; } = "";

    /// <summary>Longest an append waits for the journal, seconds, 1 to 60.</summary>
    public int AppendTimeoutSeconds { get; set; } = 10;

    /// <summary>Appends that may wait for the journal's writer, 16 to 1,000,000; more are refused at once, with nothing recorded.</summary>
    public int JournalQueueCapacity { get; set; } = 8_192;

    /// <summary>
    /// How long an episode that nobody asks for stays in memory, minutes, 2 to 1,440. The next request reads it from the journal, which
    /// costs about as much as its steps did.
    /// </summary>
    public int EpisodeIdleMinutes { get; set; } = 2;

    /// <summary>Sealed logs that may wait in memory to be stored; more are found again in the journal.</summary>
    public int StoreQueueCapacity { get; set; } = 4_096;

    /// <summary>Memory for the lines of running episodes, mebibytes, 0 to 65,536. What finds no room is made again from the journal when it is sealed.</summary>
    public int KeptLinesMebibytes { get; set; } = 256;

    /// <summary>Most logs of one safety-case bundle, mebibytes as they are unpacked, 1 to 1,048,576. A bundle grows in the data folder until it is whole.</summary>
    public int BundleMebibytes { get; set; } = 4_096;

    internal string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Path.GetFullPath(Data), .. parts]);
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class GrainsOptionsValidator : IValidateOptions<GrainsOptions>
{
    public ValidateOptionsResult Validate(string? name, GrainsOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Data))
            return ValidateOptionsResult.Fail("ClinicalRl:Data must name a folder.");
        if (options.Journal is not ("sqlite" or "memory"))
            return ValidateOptionsResult.Fail("ClinicalRl:Journal must be sqlite or memory.");
        if (options is { Journal: "memory", Database: not null })
            return ValidateOptionsResult.Fail("ClinicalRl:Journal must not be memory when there is a ClinicalRl:Database.");
        if (options.AppendTimeoutSeconds is < 1 or > 60)
            return ValidateOptionsResult.Fail("ClinicalRl:AppendTimeoutSeconds must be 1 to 60.");
        if (options.JournalQueueCapacity is < 16 or > 1_000_000)
            return ValidateOptionsResult.Fail("ClinicalRl:JournalQueueCapacity must be 16 to 1,000,000.");
        if (options.EpisodeIdleMinutes is < 2 or > 1_440)
            return ValidateOptionsResult.Fail("ClinicalRl:EpisodeIdleMinutes must be 2 to 1,440.");
        if (options.KeptLinesMebibytes is < 0 or > 65_536)
            return ValidateOptionsResult.Fail("ClinicalRl:KeptLinesMebibytes must be 0 to 65,536.");
        if (options.BundleMebibytes is < 1 or > 1_048_576)
            return ValidateOptionsResult.Fail("ClinicalRl:BundleMebibytes must be 1 to 1,048,576.");
        return options.StoreQueueCapacity is < 1 or > 1_000_000
            ? ValidateOptionsResult.Fail("ClinicalRl:StoreQueueCapacity must be 1 to 1,000,000.")
            : ValidateOptionsResult.Success;
    }
}
