using System.Collections.Immutable;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Exploits;
using ClinicalRl.Reports.Hazards;

namespace ClinicalRl.Reports.Bundles;

/// <summary>An environment that logs of a bundle name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, as recorded.</param>
/// <param name="ContentHash">SHA-256 of its content, as recorded.</param>
/// <param name="Episodes">How many logs name it.</param>
/// <param name="Card">Name of its card in the bundle; null when this service has another version.</param>
public sealed record BundleEnvironment(string Id, string Version, string ContentHash, int Episodes, string? Card);

/// <summary>A reward function that logs of a bundle name.</summary>
/// <param name="Identity">As the logs recorded it.</param>
/// <param name="Episodes">How many logs name it.</param>
/// <param name="StatusNow">Its sign-off status when the bundle was made, or null when it is not known any more.</param>
/// <param name="SignOffs">Sign-offs of its version, valid or not.</param>
/// <param name="Document">Name of its document in the bundle, or null when it is gone.</param>
/// <param name="Card">Name of its card in the bundle, or null.</param>
/// <param name="Changes">Name of the list of what changed since the version before, or null when there is none.</param>
public sealed record BundleRewardFunction(RewardIdentity Identity, int Episodes, string? StatusNow, int SignOffs, string? Document, string? Card, string? Changes = null);

/// <summary>A run log of a bundle.</summary>
/// <param name="Header">Its first line.</param>
/// <param name="Entry">Its entry in the ledger.</param>
/// <param name="Leaf">The entry's place, from 0.</param>
public sealed record BundleLog(RunLogHeader Header, LedgerEntry Entry, long Leaf);

/// <summary>The Reward Reliability Report of a bundle.</summary>
/// <param name="Number">Its number among the tenant's reports.</param>
/// <param name="Report">Its id.</param>
/// <param name="IsSimulated">Whether its evaluators are programs.</param>
public sealed record BundleReliability(long Number, string Report, bool IsSimulated)
{
    /// <summary>Folder of the report, or of the page that says there is none.</summary>
    public const string Folder = "reliability/";
}

/// <summary>What the pages of a bundle tell.</summary>
public sealed record BundleContent
{
    /// <summary>What must be said of everything in it.</summary>
    public const string Notice = "Synthetic simulations, judged by reward functions as recorded in each log. Evidence for a safety case, not a safety case. Not for the care of patients.";

    /// <summary>Where the hazard log lies that this one continues. Its SHA-256 is what the new one names.</summary>
    public const string PreviousHazardLog = "hazard-log/previous.json";

    /// <summary>Its id.</summary>
    public required string Bundle { get; init; }

    /// <summary>Whose logs it holds.</summary>
    public required string Tenant { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Version of the service that made it.</summary>
    public required string Service { get; init; }

    /// <summary>Digest of the container image; empty outside one.</summary>
    public required string Image { get; init; }

    /// <summary>The ledger as it was.</summary>
    public required LedgerCheckpoint Checkpoint { get; init; }

    /// <summary>Size of an earlier checkpoint that is proven to be continued; null when none was asked for.</summary>
    public required long? Since { get; init; }

    /// <summary>Ids of the public keys in it.</summary>
    public required ImmutableArray<string> KeyIds { get; init; }

    /// <summary>The logs, in the order of the ledger.</summary>
    public required ImmutableArray<BundleLog> Logs { get; init; }

    /// <summary>The environments, by id and version.</summary>
    public required ImmutableArray<BundleEnvironment> Environments { get; init; }

    /// <summary>The reward functions, by id, version and hash.</summary>
    public required ImmutableArray<BundleRewardFunction> RewardFunctions { get; init; }

    /// <summary>The coverage matrix over the logs; its choice names the logs that were selected and could not be put in.</summary>
    public required CoverageMatrix Coverage { get; init; }

    /// <summary>The hazard log over the same.</summary>
    public required HazardLog Hazards { get; init; }

    /// <summary>Whether it continues an earlier hazard log, which is then in the bundle as it was, byte for byte.</summary>
    public bool PreviousHazards { get; init; }

    /// <summary>What built-in policies earn under the reward functions that this service can run.</summary>
    public required ImmutableArray<ExploitReport> Exploits { get; init; }

    /// <summary>The Reward Reliability Report of the same selection; null when there is none.</summary>
    public BundleReliability? Reliability { get; init; }

    /// <summary>Where a log lies.</summary>
    public static string NameOf(LedgerEntry entry) => BundleNames.Logs + entry.Episode + EvidenceNames.Log;
}
