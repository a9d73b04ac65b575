using System.Diagnostics;

namespace ClinicalRl.Grains.Telemetry;

/// <summary>Spans of the grains. They hold ids and counts, never what an agent or a patient said. Without a listener each costs a look at one field.</summary>
public static class Traces
{
    /// <summary>Name of the source, for whoever exports it.</summary>
    public const string SourceName = "ClinicalRl";

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span that this code runs in, when it is recorded; else null.</summary>
    internal static Activity? Recorded => Source.HasListeners() && Activity.Current is { Recorded: true } current ? current : null;
}
