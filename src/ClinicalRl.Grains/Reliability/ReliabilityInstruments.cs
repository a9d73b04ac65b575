using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Reliability;

/// <summary>What the reliability grains measure.</summary>
internal static class ReliabilityInstruments
{
    private static readonly Meter Meter = new(EpisodeInstruments.MeterName);

    public static readonly Counter<long> Differences = Meter.CreateCounter<long>(
        "clinicalrl.reliability.differences", "{assessment}", "Assessments whose streamed state was not what their records come to.");
}
