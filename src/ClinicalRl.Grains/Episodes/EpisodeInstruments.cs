using System.Diagnostics.Metrics;

namespace ClinicalRl.Grains.Episodes;

/// <summary>What the episode grains count. Counts only; never an id or a payload.</summary>
public static class EpisodeInstruments
{
    /// <summary>Name of the meter, for whoever exports it.</summary>
    public const string MeterName = "ClinicalRl.Grains";

    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Created = Meter.CreateCounter<long>("clinicalrl.episodes.created", "{episode}");

    internal static readonly Counter<long> Steps = Meter.CreateCounter<long>("clinicalrl.episodes.steps", "{step}");

    internal static readonly Counter<long> Replayed = Meter.CreateCounter<long>("clinicalrl.episodes.replayed", "{answer}");

    internal static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("clinicalrl.episodes.conflicts", "{append}");

    internal static readonly Counter<long> Recovered = Meter.CreateCounter<long>("clinicalrl.episodes.recovered", "{episode}");

    internal static readonly Counter<long> Sealed = Meter.CreateCounter<long>("clinicalrl.episodes.sealed", "{episode}");

    /// <summary>Episodes in the memory of this process, running or just ended.</summary>
    internal static readonly UpDownCounter<long> Live = Meter.CreateUpDownCounter<long>("clinicalrl.episodes.live", "{episode}");
}
