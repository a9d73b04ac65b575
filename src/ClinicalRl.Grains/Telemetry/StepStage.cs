using System.Diagnostics;
using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Telemetry;

/// <summary>A part of the way of a step that is timed and traced. Measuring allocates nothing; when nobody looks it does not even read the clock.</summary>
internal sealed class StepStage
{
    /// <summary>Seconds; from a twentieth of a millisecond up.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] };

    private static readonly Histogram<double> Seconds = EpisodeInstruments.Meter.CreateHistogram("clinicalrl.step.stage", "s", "Time that a stage of a step takes.", tags: null, Buckets);

    private readonly KeyValuePair<string, object?> tag;
    private readonly string span;

    private StepStage(string name) => (tag, span) = (new KeyValuePair<string, object?>("stage", name), "step " + name);

    /// <summary>Simulation, reward and the line of the run log.</summary>
    public static StepStage Engine { get; } = new("engine");

    /// <summary>From handing over to the journal until it is durable.</summary>
    public static StepStage Journal { get; } = new("journal");

    /// <summary>Begins it; disposing ends it.</summary>
    public Timing Begin() => new(this, Traces.Source.StartActivity(span), Seconds.Enabled ? Stopwatch.GetTimestamp() : 0);

    /// <summary>A stage under way.</summary>
    public readonly struct Timing(StepStage stage, Activity? activity, long begun) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            if (begun != 0)
                Seconds.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, stage.tag);
            activity?.Dispose();
        }
    }
}
