using System.Diagnostics.Metrics;

namespace ClinicalRl.Grains.Episodes;

/// <summary>What the episode grains count. Counts only; never an id or a payload.</summary>
internal static class EpisodeInstruments
{
    /// <summary>Name of the meter, for whoever exports it.</summary>
    public const string MeterName = "ClinicalRl.Grains";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> Created = Meter.CreateCounter<long>("clinicalrl.episodes.created", "{episode}");

    public static readonly Counter<long> Steps = Meter.CreateCounter<long>("clinicalrl.episodes.steps", "{step}");

    public static readonly Counter<long> Replayed = Meter.CreateCounter<long>("clinicalrl.episodes.replayed", "{answer}");

    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("clinicalrl.episodes.conflicts", "{append}");

    public static readonly Counter<long> Recovered = Meter.CreateCounter<long>("clinicalrl.episodes.recovered", "{episode}");

    public static readonly Counter<long> Sealed = Meter.CreateCounter<long>("clinicalrl.episodes.sealed", "{episode}");
}
