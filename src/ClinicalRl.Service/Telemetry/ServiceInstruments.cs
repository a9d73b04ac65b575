using System.Diagnostics.Metrics;

namespace ClinicalRl.Service.Telemetry;

/// <summary>What the HTTP side counts. No label is a tenant, an episode or anything else a caller chooses.</summary>
internal static class ServiceInstruments
{
    /// <summary>Name of the meter, for whoever exports it.</summary>
    public const string MeterName = "ClinicalRl.Service";

    public static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("clinicalrl.requests.refused", "{request}", "Requests answered with a problem, by its kind.");
}
