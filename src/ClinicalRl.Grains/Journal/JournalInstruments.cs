using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Journal;

/// <summary>What the journal's writer measures.</summary>
internal static class JournalInstruments
{
    private static readonly Meter Meter = new(EpisodeInstruments.MeterName);

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("clinicalrl.journal.batch", "{append}", "Appends committed together.");

    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("clinicalrl.journal.refused", "{append}", "Appends that found the writer's queue full.");

    public static readonly Histogram<double> CommitSeconds = Meter.CreateHistogram<double>("clinicalrl.journal.commit", "s", "Time to write and commit a batch.");
}
