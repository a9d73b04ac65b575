using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Streams;

/// <summary>What the streams measure.</summary>
internal static class StreamInstruments
{
    private static readonly Meter Meter = new(EpisodeInstruments.MeterName);

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>("clinicalrl.streams.delivered", "{message}", "Messages that their grains took.");

    public static readonly Counter<long> Failed = Meter.CreateCounter<long>("clinicalrl.streams.failed", "{message}", "Messages that nobody took, kept among the failures.");
}
